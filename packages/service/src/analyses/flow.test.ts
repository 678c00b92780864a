import { describe, expect, it } from "vitest";
import { flowOf, priorityOf } from "./flow.js";
import { type Part, phases } from "./shard-rows.js";

const analysis = { id: "a", createdAt: "2026-01-01T00:00:00.000Z" };
const part = (phase: Part["phase"], key: string, isDone = false): Part => ({ phase, key, isDone, hash: null });
const parts = [
  part("baseline", "all"),
  part("collect", "x"),
  part("collect", "y"),
  part("concepts", "all"),
  part("edges", "x"),
  part("edges", "y"),
  part("graphs", "all"),
];

/** Ids in an order in which a queue could run them, each after all that it waits for. */
function order(flow: ReturnType<typeof flowOf>): string[] {
  const done: string[] = [];
  while (done.length < flow.length) {
    const next = flow.find(({ id, after = [] }) => !done.includes(id) && after.every((other) => done.includes(other)));
    if (!next) throw new Error("jobs wait for each other");
    done.push(next.id);
  }
  return done;
}

describe("flowOf", () => {
  it("begins with the plan", () => {
    expect(flowOf(analysis, { number: 1, parts: [] })).toMatchObject([
      { id: "a/plan", job: { kind: "plan-analysis" } },
    ]);
  });

  it("has each phase wait for the ones before", () => {
    const ids = order(flowOf(analysis, { number: 1, parts }));
    const rank = (id: string) => phases.indexOf(id.split("/")[1] as Part["phase"]);
    expect(ids.map(rank)).toEqual(ids.map(rank).toSorted((a, b) => a - b));
    expect(ids).toHaveLength(parts.length);
  });

  it("leaves out what is done, wherever the work was interrupted", () => {
    for (let done = 0; done < parts.length; done += 1) {
      const now = parts.map((one, n) => ({ ...one, isDone: n < done }));
      expect(order(flowOf(analysis, { number: 1, parts: now }))).toHaveLength(parts.length - done);
    }
  });
});

describe("priorityOf", () => {
  it("puts what was asked for earlier first, within what queues take", () => {
    const later = priorityOf({ createdAt: "2026-01-01T00:01:00.000Z" });
    expect(priorityOf(analysis)).toBeLessThan(later);
    expect(later).toBeLessThan(2 ** 21);
  });
});
