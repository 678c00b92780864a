import { describe, expect, it } from "vitest";
import { inferShape, sliceLength } from "./infer-shape.js";

describe("sliceLength", () => {
  it("counts the elements one by one", () => {
    for (let start = 0; start < 6; start += 1)
      for (let end = 0; end < 6; end += 1)
        for (const step of [1, 2, 3]) {
          let count = 0;
          for (let i = start; i < end; i += step) count += 1;
          expect(sliceLength(start, end, step)).toBe(count);
        }
  });
});

describe("inferShape", () => {
  const x = ["N", 6, 5, 4] as const;

  it("adds up along the axis of a concatenation", () => {
    expect(inferShape({ type: "concat", axis: 1 }, [x, ["N", 2, 5, 4]])).toEqual(["N", 8, 5, 4]);
    expect(() => inferShape({ type: "concat", axis: 0 }, [x, x])).toThrow("axis 0 of [N, 6, 5, 4] has no fixed size");
  });

  it("lets a pad leave symbols alone", () => {
    const pad = { type: "pad", before: [0, 1, 0, 2], after: [0, 0, 3, 0], value: 0 } as const;
    expect(inferShape(pad, [x])).toEqual(["N", 7, 8, 6]);
    expect(() => inferShape({ ...pad, before: [1, 0, 0, 0] }, [x])).toThrow("no fixed size");
  });

  it("keeps or drops reduced axes", () => {
    const reduce = { type: "reduce", name: "sum", axes: [0, 2], keepDimensions: true } as const;
    expect(inferShape(reduce, [x])).toEqual([1, 6, 1, 4]);
    expect(inferShape({ ...reduce, keepDimensions: false }, [x])).toEqual([6, 4]);
  });

  it("reshapes to as many elements and the same symbols only", () => {
    expect(inferShape({ type: "reshape", shape: ["N", 120] }, [x])).toEqual(["N", 120]);
    expect(() => inferShape({ type: "reshape", shape: ["N", 121] }, [x])).toThrow(
      "[N, 6, 5, 4] cannot be reshaped to [N, 121]",
    );
    expect(() => inferShape({ type: "reshape", shape: [120] }, [x])).toThrow("cannot be reshaped to [120]");
  });

  it("gives the transposed convolution the shape of the convolution's input", () => {
    const attributes = { strides: [2, 2], pads: [1, 1, 1, 1], dilations: [1, 1], groups: 2 } as const;
    const kernel = [4, 3, 3, 3];
    const pooled = inferShape({ type: "convolution", ...attributes }, [x, kernel]);
    expect(pooled).toEqual(["N", 4, 3, 2]);
    expect(inferShape({ type: "transposedConvolution", ...attributes, size: [5, 4] }, [pooled, kernel])).toEqual(x);
  });

  it("gives routing the pooled shape and unrouting the shape of the image", () => {
    const window = { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
    const pooled = inferShape({ type: "maxPoolRoute", ...window }, [x, x]);
    expect(pooled).toEqual(["N", 6, 2, 2]);
    expect(inferShape({ type: "maxPoolUnroute", ...window }, [x, pooled])).toEqual(x);
  });

  it("drops the last axis of argMax, permutes a transpose, slices one axis", () => {
    expect(inferShape({ type: "argMax" }, [x])).toEqual(["N", 6, 5]);
    expect(inferShape({ type: "transpose", permutation: [1, 0, 3, 2] }, [x])).toEqual([6, "N", 4, 5]);
    expect(inferShape({ type: "slice", axis: 2, start: 1, end: 5, step: 3 }, [x])).toEqual(["N", 6, 2, 4]);
  });

  it("takes no input from anywhere else", () => {
    expect(() => inferShape({ type: "input" }, [])).toThrow("an input states its own shape");
  });
});
