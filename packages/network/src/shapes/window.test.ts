import { describe, expect, it } from "vitest";
import type { Pads } from "../operation.js";
import { convolutionShape, pooledShape, spatialSize, windowOutput } from "./window.js";

/** Start positions at which the whole dilated window lies inside the padded line, counted one by one. */
function countPositions(size: number, kernel: number, stride: number, before: number, after: number, dilation: number) {
  let count = 0;
  for (let start = -before; start + dilation * (kernel - 1) < size + after; start += stride) count += 1;
  return count;
}

describe("windowOutput", () => {
  it("counts the positions of the window", () => {
    let compared = 0;
    for (const size of [1, 2, 5, 8])
      for (const kernel of [1, 2, 3, 5])
        for (const stride of [1, 2, 3])
          for (const [before, after] of [
            [0, 0],
            [1, 1],
            [0, 2],
            [3, 1],
          ] as const)
            for (const dilation of [1, 2]) {
              const expected = countPositions(size, kernel, stride, before, after, dilation);
              const pads: Pads = [before, 0, after, 0];
              const output = () =>
                windowOutput([size, 4], [kernel, 1], { strides: [stride, 1], pads, dilations: [dilation, 1] });
              if (expected === 0) expect(output).toThrow(/does not fit/);
              else expect(output()).toEqual([expected, 4]);
              compared += 1;
            }
    expect(compared).toBe(384);
  });

  it("names the window that does not fit", () => {
    const plain = { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
    expect(() => windowOutput([2, 9], [3, 3], plain)).toThrow("a 3×3 window does not fit into 2×9");
  });
});

const plain = { strides: [2, 1], pads: [1, 1, 1, 1], dilations: [1, 1] } as const;

describe("shapes of windowed operations", () => {
  it("take channels from the kernel's outputs, or keep them", () => {
    const convolution = { type: "convolution", groups: 2, ...plain } as const;
    expect(convolutionShape(convolution, ["N", 6, 7, 5], [4, 3, 3, 3])).toEqual(["N", 4, 4, 5]);
    expect(pooledShape({ kernel: [3, 3], ...plain }, ["N", 6, 7, 5])).toEqual(["N", 6, 4, 5]);
  });

  it("refuse channels that the kernel does not take", () => {
    const convolution = { type: "convolution", groups: 2, ...plain } as const;
    expect(() => convolutionShape(convolution, ["N", 5, 7, 5], [4, 3, 3, 3])).toThrow(
      "5 channels for a kernel [4, 3, 3, 3] in 2 groups",
    );
  });

  it("refuse tensors without height and width", () => {
    expect(() => spatialSize(["N", 5])).toThrow("expected [N, C, H, W], got [N, 5]");
    expect(() => spatialSize(["N", 5, "H", 3])).toThrow("axis 2 of [N, 5, H, 3] has no fixed size");
  });
});
