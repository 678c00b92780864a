import { describe, expect, it } from "vitest";
import { fromBfloat16, fromFloat16 } from "./half-precision.js";

describe("fromFloat16", () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x83ff, -(2 ** -14 - 2 ** -24)],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])("reads %i", (bits, value) => {
    expect(fromFloat16(bits)).toBe(value);
  });

  it("keeps order and sign over all finite numbers", () => {
    for (let bits = 1; bits <= 0x7bff; bits += 1) {
      expect(fromFloat16(bits)).toBeGreaterThan(fromFloat16(bits - 1));
      expect(fromFloat16(bits | 0x8000)).toBe(-fromFloat16(bits));
    }
  });
});

describe("fromBfloat16", () => {
  it.each([
    [0x3f80, 1],
    [0xc000, -2],
    [0x3eaa, 0.33203125],
    [0x7f80, Number.POSITIVE_INFINITY],
  ])("reads %i", (bits, value) => {
    expect(fromBfloat16(bits)).toBe(value);
  });
});
