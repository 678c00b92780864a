import { describe, expect, it } from "vitest";
import { asCaller } from "./caller.js";
import { FairSlots } from "./fair-slots.js";

const limits = { slots: 1, waiting: 20, waitingPerCaller: 10 };

describe("FairSlots", () => {
  it("lets callers take turns, however many places one of them waits for", async () => {
    const slots = new FairSlots("a place", limits);
    const order: string[] = [];
    const work = (caller: string) =>
      asCaller(caller, () =>
        slots.run(async () => {
          order.push(caller);
          await new Promise((resolve) => setImmediate(resolve));
        }),
      );
    const greedy = Array.from({ length: 8 }, () => work("greedy"));
    await Promise.all([...greedy, work("modest"), work("other"), work("modest")]);
    expect(order.slice(0, 6)).toEqual(["greedy", "greedy", "modest", "other", "greedy", "modest"]);
    expect(order).toHaveLength(11);
  });

  it("keeps places for others where one caller may not take all", async () => {
    const slots = new FairSlots("a place", { ...limits, slots: 3, slotsPerCaller: 2 });
    const take = (caller: string) => asCaller(caller, () => slots.take());
    const held = [await take("greedy"), await take("greedy")];
    let isThird = false;
    const third = take("greedy").then((release) => {
      isThird = true;
      return release;
    });
    const modest = await take("modest");
    expect(isThird).toBe(false);
    held[0]!();
    (await third)();
    held[1]!();
    modest();
  });

  it("refuses what would wait behind too much, and forgets what is done", async () => {
    const slots = new FairSlots("a place", { slots: 1, waiting: 3, waitingPerCaller: 2 });
    const take = (caller: string) => asCaller(caller, () => slots.take());
    const first = await take("a");
    const waiting = [take("a"), take("a")];
    await expect(take("a")).rejects.toMatchObject({ code: "SERVICE_BUSY" });
    const other = take("b");
    await expect(take("c")).rejects.toMatchObject({ code: "SERVICE_BUSY" });
    first();
    first();
    for (const turn of [waiting[0]!, other, waiting[1]!]) (await turn)();
    (await take("c"))();
  });
});
