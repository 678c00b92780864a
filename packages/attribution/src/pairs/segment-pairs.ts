/** The pair matrices of a segment whose paths mix channels at most once: a block per mixing operation, and a diagonal. */
import { BATCH, fixedSize, type NetworkBuilder, type NetworkNode, nodeNamed, type Value } from "@gipfel/network";
import type { Linearisation } from "../linearisation.js";
import { expandLabels } from "../plan/channel-labels.js";
import type { MixingBlock, PairPaths } from "../plan/pair-paths.js";
import { expandTo } from "../rules/broadcasting.js";
import { convolutionPairs } from "./convolution-pairs.js";
import { densePairs, flattenedOrder } from "./dense-pairs.js";

/**
 * Where the entries of a block belong in the pair matrix: entry `[group, i, o]` adds to row `rows[group·I + i]` and
 * column `columns[group·O + o]`; −1: nowhere. A diagonal block has one row for each column.
 */
export interface BlockPlacement {
  readonly kind: "block" | "diagonal";
  readonly groups: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

export interface PairBlock {
  readonly placement: BlockPlacement;
  /** `[n, groups, I, O]`, or `[n, C]` for a diagonal; n is 1 where nothing in it depends on the image. */
  readonly perImage: Value;
}

/**
 * @param change of the source: its difference from baseline, or ones for the gradient.
 * @param weights from {@link Linearisation.pull} of ones on the target.
 */
export function segmentPairs(
  builder: NetworkBuilder,
  linearisation: Linearisation,
  source: string,
  paths: PairPaths,
  change: Value,
  weights: ReadonlyMap<string, Value>,
): PairBlock[] {
  const pushed = linearisation.push(new Map([[source, change]]), false);
  const { network, target } = linearisation.segment;
  const blocks = paths.blocks.map((block) => {
    const input = block.node.inputs[0]!;
    const change = expandTo(builder, pushed.get(input)!, nodeNamed(network, input).shape);
    return mixingPairs(builder, linearisation, block, change, weights.get(block.node.name)!);
  });
  if (!paths.diagonal) return blocks;
  const { shape } = nodeNamed(network, target);
  const moved = expandTo(builder, pushed.get(target)!, shape);
  const perImage = builder.reduce(
    "sum",
    moved,
    shape.slice(2).map((_, axis) => axis + 2),
  );
  const columns = Int32Array.from(paths.diagonal, (_, j) => j);
  return [...blocks, { placement: { kind: "diagonal", groups: 1, rows: paths.diagonal, columns }, perImage }];
}

function mixingPairs(
  builder: NetworkBuilder,
  { segment }: Linearisation,
  block: MixingBlock,
  change: Value,
  weight: Value,
): PairBlock {
  const { node, sourceLabels, targetLabels } = block;
  const kernel = segment.network.constants.get(node.inputs[1]!)!;
  if (node.operation.type === "convolution") {
    const { groups } = node.operation;
    const perImage = convolutionPairs(builder, node.operation, kernel, change, weight);
    return {
      placement: {
        kind: "block",
        groups,
        rows: expectChannels(node, sourceLabels.values, change),
        columns: targetLabels,
      },
      perImage,
    };
  }
  const labels = expandLabels(sourceLabels);
  const order = flattenedOrder(labels);
  const layout = order ?? { channels: labels.length, positions: 1, order: "channel-major" as const };
  const perImage = densePairs(builder, kernel, change, weight, layout);
  const rows = order ? Int32Array.from({ length: order.channels }, (_, c) => c) : labels;
  const [n, i, o] = perImage.shape as [number, number, number];
  return {
    placement: { kind: "block", groups: 1, rows, columns: targetLabels },
    perImage: builder.reshape(perImage, [n, 1, i, o]),
  };
}

function expectChannels(node: NetworkNode, labels: Int32Array, change: Value): Int32Array {
  if (labels.length !== change.shape[1])
    throw new RangeError(`${node.name}: ${labels.length} labels for ${change.shape[1]} channels`);
  return labels;
}

/** Σ_n of per-image values within each image group: selection `[G, N]` times values `[N, …]`. */
export function sumGroups(builder: NetworkBuilder, perImage: Value, selection: Value): Value {
  const flat = builder.reshape(perImage, [perImage.shape[0]!, fixedSize(perImage.shape.slice(1))]);
  return builder.matMul(selection, flat);
}

/** Σ_n of per-image values; a value that is the same for all images is returned once, `[1, …]`. */
export function sumImages(builder: NetworkBuilder, perImage: Value): Value {
  const size = fixedSize(perImage.shape.slice(1));
  const summed = perImage.shape[0] === BATCH ? builder.reduce("sum", perImage, [0], true) : perImage;
  return builder.reshape(summed, [size]);
}

/** Σ over source channels, per image and block column: what completeness adds up. `[n, columns]`. */
export function columnSums(builder: NetworkBuilder, { placement, perImage }: PairBlock): Value {
  if (placement.kind === "diagonal") return perImage;
  const [n, groups, , outputs] = perImage.shape as [number | string, number, number, number];
  return builder.reshape(builder.reduce("sum", perImage, [2]), [n, groups * outputs]);
}
