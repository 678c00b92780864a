import { describe, expect, it } from "vitest";
import { broadcastShapes, matMulShape } from "./broadcast.js";

describe("broadcastShapes", () => {
  it.each([
    [
      ["N", 3, 4],
      ["N", 3, 4],
      ["N", 3, 4],
    ],
    [
      ["N", 3, 4],
      [3, 1],
      ["N", 3, 4],
    ],
    [["N", 3, 4], [], ["N", 3, 4]],
    [
      ["N", 1, 4],
      [1, 3, 1],
      ["N", 3, 4],
    ],
    [
      [5, 1],
      ["N", 1, 4],
      ["N", 5, 4],
    ],
  ])("%j and %j give %j in both orders", (a, b, both) => {
    expect(broadcastShapes(a, b)).toEqual(both);
    expect(broadcastShapes(b, a)).toEqual(both);
  });

  it("refuses sizes that differ, and a symbol against a size", () => {
    expect(() => broadcastShapes(["N", 3], ["N", 4])).toThrow("[N, 3] and [N, 4] do not broadcast");
    expect(() => broadcastShapes(["N", 3], [2, 3])).toThrow("do not broadcast");
  });
});

describe("matMulShape", () => {
  it("contracts the inner axes after the transpositions", () => {
    expect(matMulShape(["N", 4], [4, 5], false, false)).toEqual(["N", 5]);
    expect(matMulShape(["N", 4], ["N", 5], true, false)).toEqual([4, 5]);
    expect(matMulShape([2, 1, 3, 4], [7, 5, 4], false, true)).toEqual([2, 7, 3, 5]);
  });

  it("refuses inner axes that differ and vectors", () => {
    expect(() => matMulShape(["N", 4], [5, 4], false, false)).toThrow("matrix product of [N, 4] and [5, 4]");
    expect(() => matMulShape([4], [4, 5], false, false)).toThrow("matrix product of [4]");
  });
});
