/** Contributions, gradients and completeness of one linearised segment, as operations. */
import { BATCH, filled, fixedDimension, type NetworkBuilder, nodeNamed, type Shape, type Value } from "@gipfel/network";
import type { Linearisation } from "./linearisation.js";
import type { ColumnOutputs, OutputList, PairOutputs } from "./outputs.js";
import { columnSums, type PairBlock, segmentPairs, sumGroups, sumImages } from "./pairs/segment-pairs.js";
import type { SegmentPlan } from "./plan/plan-attribution.js";
import { expandTo } from "./rules/broadcasting.js";

export interface SegmentGraph {
  readonly builder: NetworkBuilder;
  readonly plan: SegmentPlan;
  readonly linearisation: Linearisation;
  /** Each source's difference from its baseline. */
  readonly changes: ReadonlyMap<string, Value>;
  /** `[G, N]`: 1 where an image belongs to a group. */
  readonly selection: Value;
}

export const spatialAxes = (shape: Shape): number[] => shape.slice(2).map((_, axis) => axis + 2);

function ones(builder: NetworkBuilder, shape: Shape): Value {
  return builder.constant(filled([1, ...shape.slice(1).map((_, axis) => fixedDimension(shape, axis + 1))], 1));
}

/** All neuron pairs, for segments whose columns are neurons or the diagonal. */
export function pairOutputs(
  { builder, plan, linearisation, changes, selection }: SegmentGraph,
  outputs: OutputList,
): PairOutputs[] {
  const { network, target } = linearisation.segment;
  const weights = linearisation.pull(ones(builder, nodeNamed(network, target).shape));
  const summed = new Map(
    [...weights].map(([name, g]) => [name, g.shape[0] === BATCH ? builder.reduce("sum", g, [0], true) : g]),
  );
  return plan.sources.map(({ tensor }) => {
    const paths = plan.pairs.get(tensor)!;
    const contributions = segmentPairs(builder, linearisation, tensor, paths, changes.get(tensor)!, weights);
    const unit = ones(builder, nodeNamed(network, tensor).shape);
    const gradients = segmentPairs(builder, linearisation, tensor, paths, unit, weights);
    const early = segmentPairs(builder, linearisation, tensor, paths, unit, summed);
    return {
      source: tensor,
      blocks: contributions.map((block, i) => ({
        placement: block.placement,
        contribution: outputs.add(sumGroups(builder, block.perImage, selection)),
        ...gradientOf(builder, gradients[i]!, early[i]!, weights, outputs),
        columnSums: outputs.add(columnSums(builder, block)),
      })),
    };
  });
}

/**
 * Σ over images of a gradient block. Where the pushed ones do not depend on the image (most often), the weights are
 * summed over the images first, and one product serves the whole batch.
 */
function gradientOf(
  builder: NetworkBuilder,
  gradient: PairBlock,
  early: PairBlock,
  weights: ReadonlyMap<string, Value>,
  outputs: OutputList,
): { gradient: string; gradientPerImage: boolean } {
  const batched = gradient.perImage.shape[0] === BATCH;
  const anyWeights = [...weights.values()].some(({ shape }) => shape[0] === BATCH);
  if (batched && gradient.placement.kind === "block" && early.perImage.shape[0] !== BATCH && anyWeights) {
    return { gradient: outputs.add(sumImages(builder, early.perImage)), gradientPerImage: true };
  }
  return { gradient: outputs.add(sumImages(builder, gradient.perImage)), gradientPerImage: batched };
}

/** One column per run: `weights` on the target select it. */
export function columnOutputs(
  { builder, plan, linearisation, changes, selection }: SegmentGraph,
  weights: Value,
  outputs: OutputList,
): ColumnOutputs[] {
  const pulled = linearisation.pull(weights);
  return plan.sources.map(({ tensor }) => {
    const { shape } = nodeNamed(linearisation.segment.network, tensor);
    const g = expandTo(builder, pulled.get(tensor)!, shape);
    const change = changes.get(tensor)!;
    const perImage = builder.reduce("sum", builder.multiply(change, g), spatialAxes(shape));
    return {
      source: tensor,
      contribution: outputs.add(builder.matMul(selection, perImage)),
      gradient: outputs.add(
        sumImages(builder, builder.reduce("sum", builder.multiply(g, batchOnes(builder, change)), spatialAxes(shape))),
      ),
      sum: outputs.add(builder.reduce("sum", perImage, [1], true)),
    };
  });
}

/** `[N, 1, …]` ones, so that a gradient that is the same for all images counts once for each. */
function batchOnes(builder: NetworkBuilder, change: Value): Value {
  const axes = change.shape.slice(1).map((_, axis) => axis + 1);
  const zeros = builder.multiply(builder.reduce("max", change, axes, true), builder.scalar(0));
  return builder.add(zeros, builder.scalar(1));
}

/** Σ_q (a_j(q) − σ(z0_j(q))) per image and target neuron, `[N, C]`. */
export function completenessTarget(builder: NetworkBuilder, activation: Value, atBaseline: Value): Value {
  return builder.reduce("sum", builder.subtract(activation, atBaseline), spatialAxes(activation.shape));
}

/** `[C]`: Σ_n Σ_q β(q)·g(q): a compact β leaves the sum over positions to g alone. */
export function restFlow(builder: NetworkBuilder, rest: Value, g: Value): Value {
  const spatial = spatialAxes(g.shape);
  const compact = rest.shape.slice(2).every((dimension) => dimension === 1);
  const perImage = compact
    ? builder.multiply(builder.reduce("sum", g, spatial, true), rest)
    : builder.reduce("sum", builder.multiply(g, rest), spatial, true);
  return builder.reduce("sum", builder.reduce("sum", perImage, spatial), [0]);
}
