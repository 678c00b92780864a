import { expect, it } from "vitest";
import { compareNatural } from "./natural-order.js";

it("compareNatural orders numbers inside ids by value, and the rest by code unit", () => {
  const ordered = ["B", "a", "a/2", "a/10", "a/10/1", "conv2_9", "conv2_10", "conv10_1"];
  expect(ordered.toReversed().sort(compareNatural)).toEqual(ordered);
  expect(compareNatural("a1", "a1")).toBe(0);
  // Equal numbers written differently are still different ids.
  expect(Math.sign(compareNatural("a01", "a1"))).toBe(-Math.sign(compareNatural("a1", "a01")));
  expect(compareNatural("a01", "a1")).not.toBe(0);
});
