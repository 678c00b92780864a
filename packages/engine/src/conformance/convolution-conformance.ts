import type { Pads, Pair } from "@gipfel/network";
import { tensor } from "@gipfel/network";
import { describe, expect } from "vitest";
import { innerProduct, random, sizeOf } from "./arrays.js";
import type { ConformanceContext } from "./conformance-context.js";
import { evaluate } from "./evaluate.js";

interface Attributes {
  readonly strides: Pair;
  readonly pads: Pads;
  readonly dilations: Pair;
  readonly groups: number;
}

const plain: Attributes = { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 };

interface ConvolutionCase extends Partial<Attributes> {
  readonly title: string;
  /** `[O, I/groups, kh, kw]` */
  readonly kernel: readonly [number, number, number, number];
  readonly size: Pair;
}

const cases: readonly ConvolutionCase[] = [
  { title: "plain", kernel: [4, 3, 3, 3], size: [6, 5] },
  { title: "1×1", kernel: [4, 3, 1, 1], size: [3, 4] },
  { title: "strides that fit", kernel: [4, 3, 3, 3], size: [7, 5], strides: [2, 2] },
  { title: "strides that leave rows and columns over", kernel: [4, 3, 3, 2], size: [8, 7], strides: [3, 2] },
  { title: "stride beyond the kernel", kernel: [4, 3, 1, 1], size: [6, 5], strides: [2, 3] },
  { title: "padding", kernel: [4, 3, 3, 3], size: [6, 5], pads: [1, 1, 1, 1] },
  { title: "unequal padding", kernel: [4, 3, 3, 2], size: [6, 5], pads: [0, 1, 2, 0] },
  { title: "padding beyond the kernel", kernel: [4, 3, 1, 1], size: [4, 3], pads: [1, 2, 1, 0], strides: [2, 2] },
  { title: "dilations", kernel: [4, 3, 3, 2], size: [8, 7], dilations: [2, 3], pads: [2, 1, 2, 1] },
  {
    title: "dilations and strides",
    kernel: [4, 3, 2, 3],
    size: [9, 8],
    dilations: [3, 2],
    strides: [2, 3],
    pads: [1, 0, 0, 2],
  },
  { title: "groups", kernel: [4, 3, 3, 3], size: [5, 6], groups: 2, strides: [2, 2], pads: [1, 1, 1, 1] },
  { title: "depthwise", kernel: [6, 1, 3, 3], size: [6, 5], groups: 6, strides: [2, 2], pads: [1, 1, 1, 1] },
  { title: "depthwise, two outputs each", kernel: [6, 1, 3, 2], size: [6, 5], groups: 3, dilations: [2, 1] },
  { title: "kernel as large as the image", kernel: [5, 3, 6, 5], size: [6, 5] },
];

/** ⟨g, conv(x)⟩ = ⟨convᵀ(g), x⟩, also for a kernel that is computed and not constant. */
export function describeConvolutions({ engine, test }: ConformanceContext): void {
  describe("transposed convolution is the adjoint of convolution", () => {
    for (const [seed, { title, kernel, size, ...given }] of cases.entries()) {
      const attributes: Attributes = { ...plain, ...given };
      test(title, ["convolution", "transposedConvolution"], async () => {
        const x = random([2, kernel[1] * attributes.groups, ...size], seed);
        const w = random(kernel, seed + 100);
        const declared = ["N", ...x.shape.slice(1)];
        const [y] = await evaluate(engine(), { x: { ...x, declared } }, (builder, value) => [
          builder.apply({ type: "convolution", ...attributes }, [value!, builder.constant(tensor(w.shape, w.data))]),
        ]);
        const g = random(y!.shape, seed + 200);
        const inputs = { g: { ...g, declared: ["N", ...g.shape.slice(1)] }, w };
        const [constant, computed] = await evaluate(engine(), inputs, (builder, value, kernelInput) => {
          const transposed = { type: "transposedConvolution", ...attributes, size } as const;
          const fixed = builder.constant(tensor(w.shape, w.data));
          return [builder.apply(transposed, [value!, fixed]), builder.apply(transposed, [value!, kernelInput!])];
        });
        const scale = sizeOf(kernel.slice(1)) * sizeOf(y!.shape);
        for (const adjoint of [constant!, computed!]) {
          expect(adjoint.shape).toEqual(x.shape);
          expect(Math.abs(innerProduct(adjoint, x) - innerProduct(g, y!))).toBeLessThan(1e-7 * scale);
        }
      });
    }
  });
}
