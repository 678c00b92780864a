/**
 * The collection pass as one network: images in; logits, statistics of every layer, and the pair matrices of every
 * segment that the closed form covers out. If it covers all, flow comes out too.
 */
import { BATCH, type Network, NetworkBuilder, nodeNamed, type Value } from "@gipfel/network";
import type { Baselines } from "./baseline.js";
import { type FlowOutputs, flowOutputs } from "./flow-graph.js";
import { type LayerOutputs, layerOutputs } from "./layer-statistics.js";
import { lineariseSegments, restSums } from "./linearise-segments.js";
import { OutputList, type SegmentOutputs } from "./outputs.js";
import type { Layer } from "./plan/layers.js";
import type { AttributionPlan, SegmentPlan } from "./plan/plan-attribution.js";
import { ConstantPool, replay } from "./replay.js";
import { columnOutputs, completenessTarget, pairOutputs } from "./segment-graph.js";

/** Inputs beside the images. */
export const collectInputs = {
  /** `[G, N]`: 1 where an image belongs to a group. */
  selection: "selection",
  /** `[1, K]`: 1 at the class. */
  classWeights: "class",
} as const;

export interface RestOutputs {
  readonly layer: Layer;
  /** `[C]`: β = σ(z0) − a', summed over positions. */
  readonly rest: string;
}

export interface CollectNetwork {
  readonly network: Network;
  /** `[N, K]` */
  readonly logits: string;
  readonly layers: readonly LayerOutputs[];
  readonly segments: readonly SegmentOutputs[];
  readonly rests: readonly RestOutputs[];
  /** Empty where some segment needs the second pass. */
  readonly flows: readonly FlowOutputs[];
}

export interface CollectOptions {
  readonly profile: "spatial" | "image";
  readonly baselines: Baselines;
}

/** Whether a segment is done in the collection pass. */
export function isCollected({ kind, columns }: SegmentPlan): boolean {
  return kind === "exact" && columns !== "nodes";
}

export function buildCollectNetwork(plan: AttributionPlan, options: CollectOptions): CollectNetwork {
  const { network } = plan;
  const builder = new NetworkBuilder();
  const constants = new ConstantPool(builder, network);
  const input = nodeNamed(network, network.inputs[0]!);
  const values = new Map<string, Value>([[input.name, builder.input(input.name, input.shape)]]);
  const selection = builder.input(collectInputs.selection, ["G", BATCH]);
  const output = nodeNamed(network, network.outputs[0]!);
  const classWeights = builder.input(collectInputs.classWeights, [1, output.shape[1]!]);
  replay(
    builder,
    constants,
    [...network.nodes.values()].filter(({ name }) => name !== input.name),
    values,
  );
  const classSeeds = builder.add(classWeights, builder.multiply(values.get(output.name)!, builder.scalar(0)));
  const outputs = new OutputList();
  const logits = outputs.add(values.get(output.name)!);
  const layers = plan.layers.map((layer) =>
    layerOutputs(builder, layer, values.get(layer.tensor)!, options.profile, outputs),
  );
  const linear = lineariseSegments(builder, constants, plan, values, options.baselines);
  const rests = linear.map(({ plan: segment, rest }) => ({
    layer: segment.target,
    rest: outputs.add(restSums(builder, rest, segment.target)),
  }));
  const segments = linear
    .filter(({ plan: segment }) => isCollected(segment))
    .map(({ plan: segment, linearisation, changes, atBaseline }): SegmentOutputs => {
      const graph = { builder, plan: segment, linearisation: linearisation!, changes, selection };
      const isClass = segment.columns === "class";
      return {
        segment,
        blocks: isClass ? [] : pairOutputs(graph, outputs),
        columns: isClass ? columnOutputs(graph, classSeeds, outputs) : [],
        difference: outputs.add(completenessTarget(builder, values.get(segment.target.tensor)!, atBaseline)),
      };
    });
  const flows = plan.segments.every(isCollected)
    ? flowOutputs({ builder, plan, linear, values, baselines: options.baselines }, classSeeds, outputs)
    : [];
  return { network: builder.build(outputs.values), logits, layers, segments, rests, flows };
}
