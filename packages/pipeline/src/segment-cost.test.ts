import { planAttribution, type SegmentPlan } from "@gipfel/attribution";
import { BATCH, type Network, NetworkBuilder, tensor, type Value } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { segmentPasses, segmentShare } from "./segment-cost.js";

/** Two convolutions with a sigmoid after each; the second has `factor` times the outputs of the first. */
function network(factor: number): Network {
  const builder = new NetworkBuilder();
  const convolution = (x: Value, inputs: number, outputs: number, name: string) => {
    const kernel = builder.constant(tensor([outputs, inputs, 3, 3], new Float32Array(outputs * inputs * 9)));
    const window = { strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], groups: 1 } as const;
    const made = builder.apply({ type: "convolution", ...window }, [x, kernel]);
    return builder.apply({ type: "scalar", function: { name: "sigmoid" } }, [made], name);
  };
  const first = convolution(builder.input("image", [BATCH, 4, 8, 8]), 4, 4, "first");
  const second = convolution(first, 4, 4 * factor, "second");
  return builder.build([builder.reduce("mean", second, [2, 3])]);
}

function segmentInto(layers: readonly string[], made: Network, target: string): SegmentPlan {
  const plan = planAttribution(made, { layers, baseline: "zero", edgeMethod: "integrated-gradients" });
  return plan.segments.find((segment) => segment.target.name === target || segment.target.role === target)!;
}

describe("the cost of a segment", () => {
  it("is its part of the arithmetic, not of the operations", () => {
    const [equal, wide] = [network(1), network(8)].map((made) =>
      segmentShare(made, segmentInto(["first", "second"], made, "second")),
    ) as [number, number];
    expect(equal).toBeGreaterThan(0.45);
    expect(equal).toBeLessThan(0.55);
    expect(wide).toBeGreaterThan(0.85);
    expect(wide).toBeLessThan(1);
  });

  it("is no pass where the first does it, and from the first points to all doublings by quadrature", () => {
    const made = network(1);
    expect(segmentPasses(segmentInto(["first", "second"], made, "second"))).toBeNull();
    expect(segmentPasses(segmentInto(["first"], made, "output"))).toBeNull();
    const gated = { ...segmentInto(["first", "second"], made, "second"), kind: "quadrature" } as const;
    expect(segmentPasses(gated)).toEqual({ least: 4, most: 4 + 8 + 16 + 32 + 64 + 128 + 256 });
  });
});
