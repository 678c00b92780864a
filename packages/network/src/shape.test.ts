import { describe, expect, it } from "vitest";
import { describeShape, fixedSize, isBatched, normaliseAxis, sameShape } from "./shape.js";

describe("shapes", () => {
  it("count the elements of one image", () => {
    expect(fixedSize(["N", 3, 4])).toBe(12);
    expect(fixedSize([])).toBe(1);
  });

  it("are the same with the same sizes and symbols only", () => {
    expect(sameShape(["N", 3], ["N", 3])).toBe(true);
    expect(sameShape(["N", 3], ["M", 3])).toBe(false);
    expect(sameShape(["N", 3], ["N", 3, 1])).toBe(false);
  });

  it("are batched where the batch comes first", () => {
    expect(isBatched(["N", 3])).toBe(true);
    expect(isBatched([3, "N"])).toBe(false);
  });

  it("are written as they are read", () => {
    expect(describeShape(["N", 3])).toBe("[N, 3]");
  });
});

describe("normaliseAxis", () => {
  it("counts negative axes from the end", () => {
    for (let axis = 0; axis < 4; axis += 1) {
      expect(normaliseAxis(axis, 4)).toBe(axis);
      expect(normaliseAxis(axis - 4, 4)).toBe(axis);
    }
  });

  it.each([4, -5, 0.5])("refuses axis %d of four", (axis) => {
    expect(() => normaliseAxis(axis, 4)).toThrow(`axis ${axis} of a tensor of rank 4`);
  });
});
