/** Contributions, gradients and completeness of one linearised segment, as operations. */
import { BATCH, filled, fixedDimension, type NetworkBuilder, nodeNamed, type Shape, type Value } from "@gipfel/network";
import type { SegmentMap } from "./linear/segment-map.js";
import type { BlockOutputs, ColumnOutputs, OutputList } from "./outputs.js";
import {
  blockGradient,
  blockPairs,
  blockPlacements,
  diagonalPairs,
  diagonalPlacement,
  spatialAxes,
  sumRows,
} from "./pairs/segment-pairs.js";
import type { MixingBlock } from "./plan/pair-paths.js";
import type { SegmentPlan } from "./plan/plan-attribution.js";
import { expandTo } from "./rules/broadcasting.js";

export interface SegmentGraph {
  readonly builder: NetworkBuilder;
  readonly plan: SegmentPlan;
  readonly linearisation: SegmentMap;
  /** Each source's difference from its baseline. */
  readonly changes: ReadonlyMap<string, Value>;
  /** `[G, N]`: 1 where an image belongs to a group. */
  readonly selection: Value;
}

function ones(builder: NetworkBuilder, shape: Shape): Value {
  return builder.constant(filled([1, ...shape.slice(1).map((_, axis) => fixedDimension(shape, axis + 1))], 1));
}

/** All neuron pairs, for segments whose columns are neurons or the diagonal. */
export function pairOutputs(graph: SegmentGraph, outputs: OutputList): BlockOutputs[] {
  const { builder, plan, linearisation, selection } = graph;
  const { network, target } = linearisation.segment;
  const weights = linearisation.pull(ones(builder, nodeNamed(network, target).shape));
  const grouped = (rows: Value) => outputs.add(builder.matMul(selection, repeatRows(builder, rows, selection)));
  const blocks = plan.pairs!.blocks.map((block): BlockOutputs => {
    const input = block.node.inputs[0]!;
    const weight = weights.get(block.node.name)!;
    const sources = block.sources.map(({ source }) => source);
    const change = changeOf(graph, block, sources);
    const units = linearisation.push(unitChanges(graph, sources), false).get(input)!;
    const gradient = blockGradient(builder, linearisation, block, units, weight);
    const contribution = blockPairs(builder, linearisation, block, change, weight, (rows) =>
      builder.matMul(selection, repeatRows(builder, rows, selection)),
    );
    return {
      placements: blockPlacements(block),
      contribution: outputs.add(contribution),
      gradient: outputs.add(gradient.value),
      gradientPerImage: gradient.perImage,
    };
  });
  const diagonals = [...plan.pairs!.diagonals].map(([source, rows]): BlockOutputs => {
    const contribution = diagonalPairs(builder, linearisation, pushed(graph, [source], target));
    const gradient = diagonalPairs(
      builder,
      linearisation,
      linearisation.push(unitChanges(graph, [source]), false).get(target)!,
    );
    return {
      placements: [diagonalPlacement(source, rows)],
      contribution: grouped(contribution),
      gradient: outputs.add(builder.reshape(sumRows(builder, gradient), [gradient.shape[1]!])),
      gradientPerImage: gradient.shape[0] === BATCH,
    };
  });
  return [...blocks, ...diagonals];
}

/** What enters a mixing operation. Where every source that enters is meant and the closed form holds, the tensor's own difference. */
function changeOf(graph: SegmentGraph, { node, whole }: MixingBlock, sources: readonly string[]): Value {
  const input = node.inputs[0]!;
  const difference = whole ? graph.linearisation.difference(input) : undefined;
  return difference ?? pushed(graph, sources, input);
}

function pushed({ linearisation, changes }: SegmentGraph, sources: readonly string[], tensor: string): Value {
  return linearisation.push(new Map(sources.map((source) => [source, changes.get(source)!])), false).get(tensor)!;
}

/** Ones on each source, the same at all positions. */
function unitChanges({ builder, linearisation }: SegmentGraph, sources: readonly string[]): Map<string, Value> {
  return new Map(
    sources.map((source) => {
      const { shape } = nodeNamed(linearisation.segment.network, source);
      return [source, builder.constant(filled([1, fixedDimension(shape, 1), ...shape.slice(2).map(() => 1)], 1))];
    }),
  );
}

/** Rows that are the same for all images, once for each: `[1, size]` to `[N, size]`. */
function repeatRows(builder: NetworkBuilder, rows: Value, selection: Value): Value {
  if (rows.shape[0] === BATCH) return rows;
  const images = builder.reshape(builder.reduce("max", selection, [0], true), [BATCH, 1]);
  return builder.add(rows, builder.multiply(images, builder.scalar(0)));
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
    const change = changes.get(tensor)!;
    const g = expandTo(builder, pulled.get(tensor) ?? nothing(builder, change), shape);
    const perImage = builder.reduce("sum", builder.multiply(change, g), spatialAxes(shape));
    return {
      source: tensor,
      contribution: outputs.add(builder.matMul(selection, perImage)),
      gradient: outputs.add(builder.reduce("sum", builder.reduce("sum", g, spatialAxes(shape)), [0])),
      sum: outputs.add(builder.reduce("sum", perImage, [1], true)),
    };
  });
}

/** The weight on a source that the target depends on through conditions alone. */
export function nothing(builder: NetworkBuilder, source: Value): Value {
  return builder.multiply(source, builder.scalar(0));
}

/** Σ_q (a_j(q) − σ(z0_j(q))) per image and target neuron, `[N, C]`. */
export function completenessTarget(builder: NetworkBuilder, activation: Value, atBaseline: Value): Value {
  const spatial = spatialAxes(activation.shape);
  const compact = atBaseline.shape.slice(2).every((dimension) => dimension === 1);
  if (!compact) return builder.reduce("sum", builder.subtract(activation, atBaseline), spatial);
  const positions = spatial.reduce((product, axis) => product * fixedDimension(activation.shape, axis), 1);
  const channels = fixedDimension(activation.shape, 1);
  const base = builder.multiply(builder.reshape(atBaseline, [1, channels]), builder.scalar(positions));
  return builder.subtract(builder.reduce("sum", activation, spatial), base);
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
