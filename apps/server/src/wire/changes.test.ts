import { describe, expect, it } from "vitest";
import { changes } from "./changes.js";

interface State {
  readonly n: number;
}

/** A subscription that the test tells values to. */
function source() {
  const told: { tell: (state: State) => void; ended: number } = { tell: () => {}, ended: 0 };
  const subscribe = async (tell: (state: State) => void) => {
    told.tell = tell;
    return () => {
      told.ended++;
    };
  };
  return { told, subscribe };
}

const isLast = ({ n }: State) => n === 9;
const never = new AbortController().signal;

describe("changes", () => {
  it("gives values as they come, ends with the last one, and ends the subscription", async () => {
    const { told, subscribe } = source();
    const values = await changes(subscribe, isLast, never);
    told.tell({ n: 1 });
    expect((await values.next()).value).toEqual({ n: 1 });
    const waiting = values.next();
    told.tell({ n: 9 });
    expect((await waiting).value).toEqual({ n: 9 });
    expect((await values.next()).done).toBe(true);
    expect(told.ended).toBe(1);
  });

  it("skips what was overtaken, never the last", async () => {
    const { told, subscribe } = source();
    const values = await changes(subscribe, isLast, never);
    for (const n of [1, 2, 9]) told.tell({ n });
    const seen: number[] = [];
    for await (const { n } of values) seen.push(n);
    expect(seen).toEqual([9]);
  });

  it("ends when the client goes, be it while waiting, before iterating, or before subscribing", async () => {
    for (const when of ["waiting", "before", "at once"]) {
      const { told, subscribe } = source();
      const client = new AbortController();
      if (when === "at once") client.abort();
      const values = await changes(subscribe, isLast, client.signal);
      if (when === "before") client.abort();
      const waiting = values.next();
      client.abort();
      expect((await waiting).done).toBe(true);
      expect(told.ended).toBe(1);
    }
  });

  it("ends the subscription when iteration is given up", async () => {
    const { told, subscribe } = source();
    told.tell({ n: 1 });
    const values = await changes(subscribe, isLast, never);
    told.tell({ n: 1 });
    for await (const _ of values) break;
    expect(told.ended).toBe(1);
  });

  it("fails at once where there is nothing to subscribe to", async () => {
    const refuse = () => Promise.reject(new Error("no such analysis"));
    await expect(changes(refuse, () => true, never)).rejects.toThrow("no such analysis");
  });
});
