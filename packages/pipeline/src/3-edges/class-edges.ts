/** Edges between concepts: block sums of each image group's pair matrix, their mean and its error. */
import type { GraphEdge } from "@gipfel/contracts";
import { blockSums, diagonalBlockSums, edgeStatistics } from "@gipfel/graph";
import { nodeId, nodesOfLayer } from "../4-graph/layer-nodes.js";
import type { PairLayout } from "../pair-layout.js";
import type { ClassTotals, PairTotals } from "./class-totals.js";

/** An edge between concepts, group by group. */
export interface GroupEdge {
  readonly source: string;
  readonly target: string;
  /** Σ over the images of each group, which are `images`; groups ascending. */
  readonly contributions: readonly { readonly group: number; readonly contribution: number; readonly images: number }[];
  /** Σ over all images. */
  readonly gradient: number;
}

export function edgesOf(totals: ClassTotals, pair: PairTotals): GraphEdge[] {
  return groupEdges(totals, pair).map(({ source, target, contributions, gradient }) => {
    const { mean, images, ...errors } = edgeStatistics(
      contributions.map(({ contribution }) => contribution),
      contributions.map((group) => group.images),
    );
    return {
      ...{ source, target, contribution: mean, gradient: gradient / totals.images.length },
      ...errors,
      images,
    };
  });
}

/** Edges that are zero in all groups, and whose gradient is, are none. */
export function groupEdges(totals: ClassTotals, { layout, groups, gradient }: PairTotals): GroupEdge[] {
  const sources = nodesOfLayer(layout.source, totals);
  const targets = nodesOfLayer(layout.target, totals);
  const numbers = [...groups.keys()].sort((a, b) => a - b);
  const sums = numbers.map((group) => nodeSums(layout, groups.get(group)!, sources, targets));
  const gradients = nodeSums(layout, gradient, sources, targets);
  const edges: GroupEdge[] = [];
  for (const [u] of sources.entries()) {
    for (const [v] of targets.entries()) {
      const at = u * targets.length + v;
      const contributions = numbers.map((group, g) => ({
        group,
        contribution: sums[g]![at]!,
        images: totals.groupImages.get(group) ?? 0,
      }));
      if (gradients[at] === 0 && contributions.every(({ contribution }) => contribution === 0)) continue;
      edges.push({
        source: nodeId(layout.source, u, totals),
        target: nodeId(layout.target, v, totals),
        contributions,
        gradient: gradients[at]!,
      });
    }
  }
  return edges;
}

type NodeNeurons = readonly (readonly number[])[];

function nodeSums(layout: PairLayout, matrix: Float64Array, sources: NodeNeurons, targets: NodeNeurons): Float64Array {
  const { source, target } = layout;
  switch (layout.columns) {
    case "neurons":
      return blockSums(matrix, [source.neurons, target.neurons], sources, targets);
    case "diagonal":
      return diagonalBlockSums(matrix, sources, targets);
    case "class":
      return blockSums(matrix, [source.neurons, 1], sources, [[0]]);
    case "nodes":
      return blockSums(
        matrix,
        [source.neurons, targets.length],
        sources,
        targets.map((_, column) => [column]),
      );
  }
}
