import { describe, expect, it } from "vitest";
import { randomIntegers } from "../conformance/random-integers.js";
import { ReadyQueue } from "./ready-queue.js";

describe("ReadyQueue", () => {
  it("orders as a stable sort by priority does, whatever was taken in between", () => {
    const next = randomIntegers(2);
    const queue = new ReadyQueue<number>();
    let held: { readonly item: number; readonly priority: number }[] = [];
    for (let item = 0; item < 500; item += 1) {
      const priority = next(6);
      queue.push(item, priority);
      held = [...held, { item, priority }].toSorted((a, b) => a.priority - b.priority);
      if (next(3) === 0) expect(queue.shift()).toBe(held.shift()?.item);
    }
    expect(held.map(() => queue.shift())).toEqual(held.map(({ item }) => item));
    expect(queue.shift()).toBeUndefined();
  });
});
