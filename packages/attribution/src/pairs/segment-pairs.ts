/** The pair matrices of a segment whose paths mix channels at most once: a block per mixing operation, and diagonals. */
import { BATCH, type NetworkBuilder, nodeNamed, type Shape, type Value } from "@gipfel/network";
import type { SegmentMap } from "../linear/segment-map.js";
import type { MixingBlock } from "../plan/pair-paths.js";
import { expandTo } from "../rules/broadcasting.js";
import { isUniform } from "../rules/uniform-change.js";
import { convolutionPairs, type ImageSum, uniformPairs } from "./convolution-pairs.js";
import { densePairs, type FlattenedChannels, flattenedOrder } from "./dense-pairs.js";

/**
 * Where the entries of a block belong in a source's pair matrix: entry `[group, i, o]` adds to row `rows[group·I + i]`
 * and column `columns[group·O + o]`; −1: nowhere. A diagonal block has one row for each column.
 */
export interface BlockPlacement {
  readonly source: string;
  readonly kind: "block" | "diagonal";
  readonly groups: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Where a block's entries belong, for every source in it. */
export function blockPlacements({ node, sources, columns }: MixingBlock): BlockPlacement[] {
  const groups = node.operation.type === "convolution" ? node.operation.groups : 1;
  const layout = denseLayout(sources[0]!.rows, node.operation.type, sources.length);
  return sources.map(({ source, rows }) => ({
    source,
    kind: "block",
    groups,
    rows: layout ? Int32Array.from({ length: layout.channels }, (_, c) => c) : rows,
    columns,
  }));
}

/** A dense layer that one source enters in a regular order has one row per channel, any other one per input. */
function denseLayout(rows: Int32Array, type: string, sources: number): FlattenedChannels | undefined {
  return type === "matMul" && sources === 1 ? flattenedOrder(rows) : undefined;
}

/**
 * @param change of the operation's input; `[n, C, 1, 1]` where it is the same at all positions.
 * @param weight on its output.
 * @returns `[rows, entries]`, rows as the sum gives them.
 */
export function blockPairs(
  builder: NetworkBuilder,
  { segment }: SegmentMap,
  block: MixingBlock,
  change: Value,
  weight: Value,
  sum: ImageSum,
): Value {
  const { node, sources } = block;
  const kernel = segment.network.constants.get(node.inputs[1]!)!;
  const input = nodeNamed(segment.network, node.inputs[0]!).shape;
  const full = expandTo(builder, change, input);
  if (node.operation.type === "convolution")
    return convolutionPairs(builder, node.operation, kernel, full, weight, sum);
  const layout = denseLayout(sources[0]!.rows, node.operation.type, sources.length);
  return densePairs(
    builder,
    kernel,
    full,
    weight,
    layout ?? { channels: kernel.shape[0]!, positions: 1, order: "channel-major" },
    sum,
  );
}

/**
 * The gradient of a block: the change is ones on the sources, pushed to the operation.
 *
 * @returns `[entries]`, summed over the images, and whether it depends on them; if not, it stands for each.
 */
export function blockGradient(
  builder: NetworkBuilder,
  linearisation: SegmentMap,
  block: MixingBlock,
  ones: Value,
  weight: Value,
): { value: Value; perImage: boolean } {
  const { node } = block;
  const kernel = linearisation.segment.network.constants.get(node.inputs[1]!)!;
  const input = nodeNamed(linearisation.segment.network, node.inputs[0]!).shape;
  const batched = ones.shape[0] === BATCH;
  const perImage = batched || weight.shape[0] === BATCH;
  if (node.operation.type === "convolution" && !batched && isUniform(ones, input)) {
    return { value: uniformPairs(builder, node.operation, kernel, ones, weight, input), perImage };
  }
  const early = !batched && weight.shape[0] === BATCH ? builder.reduce("sum", weight, [0], true) : weight;
  const pairs = blockPairs(builder, linearisation, block, ones, early, (perImageRows) =>
    sumRows(builder, perImageRows),
  );
  return { value: builder.reshape(pairs, [pairs.shape[1]!]), perImage };
}

/** A source's diagonal: `[n, C_target]`. */
export function diagonalPairs(builder: NetworkBuilder, linearisation: SegmentMap, pushed: Value): Value {
  const { shape } = nodeNamed(linearisation.segment.network, linearisation.segment.target);
  const moved = expandTo(builder, pushed, shape);
  return builder.reduce("sum", moved, spatialAxes(shape));
}

export function diagonalPlacement(source: string, rows: Int32Array): BlockPlacement {
  return { source, kind: "diagonal", groups: 1, rows, columns: Int32Array.from(rows, (_, j) => j) };
}

export const spatialAxes = (shape: Shape): number[] => shape.slice(2).map((_, axis) => axis + 2);

/** Σ_n of rows `[n, size]`, `[1, size]`; rows that are the same for all images stay as they are. */
export function sumRows(builder: NetworkBuilder, rows: Value): Value {
  return rows.shape[0] === BATCH ? builder.reduce("sum", rows, [0], true) : rows;
}
