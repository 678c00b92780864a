import { describe, expect, it } from "vitest";
import { topologicalOrder } from "./topological-order.js";

const circular = (key: number) => new RangeError(`${key} depends on itself`);

describe("topologicalOrder", () => {
  it("puts everything once, after what it needs", () => {
    const needs = (n: number) => [2, 3, 5, 7].filter((p) => n > p && n % p === 0).map((p) => n / p);
    const order = topologicalOrder([60, 84], needs, circular);
    expect(new Set(order).size).toBe(order.length);
    for (const n of order) for (const m of needs(n)) expect(order.indexOf(m)).toBeLessThan(order.indexOf(n));
    expect(order).toContain(60);
    expect(order).toContain(84);
    expect(order).not.toContain(11);
  });

  it("takes chains that are longer than the call stack is deep", () => {
    const order = topologicalOrder([200_000], (n) => (n === 0 ? [] : [n - 1]), circular);
    expect(order).toHaveLength(200_001);
    expect(order[0]).toBe(0);
  });

  it("refuses circles", () => {
    expect(() => topologicalOrder([0], (n) => [(n + 1) % 3], circular)).toThrow(/depends on itself/);
    expect(() => topologicalOrder([0], (n) => [n], circular)).toThrow("0 depends on itself");
  });
});
