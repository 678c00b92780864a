/** The segments of a plan at their baselines, without images: where a logarithm or a quotient is infinite there. */
import { type Network, NetworkBuilder, type NetworkNode } from "@gipfel/network";
import { type Baselines, evaluateBaseline } from "./baseline.js";
import type { AttributionPlan, SegmentPlan } from "./plan/plan-attribution.js";
import { ConstantPool } from "./replay.js";

export interface BaselineNetwork {
  readonly network: Network;
  /** By segment: each node with the output that holds its value. */
  readonly segments: readonly {
    readonly segment: SegmentPlan;
    readonly values: readonly { readonly node: NetworkNode; readonly output: string }[];
  }[];
}

/** @returns undefined where every operation is finite everywhere. */
export function buildBaselineNetwork(plan: AttributionPlan, baselines: Baselines): BaselineNetwork | undefined {
  const { network } = plan;
  const builder = new NetworkBuilder();
  const constants = new ConstantPool(builder, network);
  const segments = plan.segments
    .filter(({ nodes }) => nodes.some(mayBeInfinite))
    .map((segment) => {
      const sources = segment.sources.map(({ tensor }) => tensor);
      const ends = { sources, nodes: segment.nodes };
      const known = evaluateBaseline(builder, network, constants, ends, segment.baselines, baselines);
      // Comparisons hold no numbers. A shape change may leave a constant as it is, which is finite and no output.
      const numbers = segment.nodes.filter(({ operation }) => operation.type !== "comparison");
      const values = numbers.map((node) => ({ node, value: known.get(node.name)! }));
      return { segment, values: values.filter(({ value }) => builder.makes(value)) };
    });
  if (segments.length === 0) return undefined;
  const outputs = new Map(segments.flatMap(({ values }) => values.map(({ value }) => [value.name, value] as const)));
  return {
    network: builder.build([...outputs.values()]),
    segments: segments.map(({ segment, values }) => ({
      segment,
      values: values.map(({ node, value }) => ({ node, output: value.name })),
    })),
  };
}

function mayBeInfinite({ operation }: NetworkNode): boolean {
  if (operation.type === "binary") return operation.name === "divide" || operation.name === "power";
  return operation.type === "scalar" && ["log", "sqrt", "reciprocal", "exp"].includes(operation.function.name);
}
