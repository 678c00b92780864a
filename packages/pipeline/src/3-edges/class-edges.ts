/** Edges between concepts: block sums of each image group's pair matrix, their mean and its error. */
import type { GraphEdge } from "@gipfel/contracts";
import { blockSums, diagonalBlockSums, edgeStatistics } from "@gipfel/graph";
import { nodeId, nodesOfLayer } from "../4-graph/layer-nodes.js";
import type { PairLayout } from "../pair-layout.js";
import type { ClassTotals, PairTotals } from "./class-totals.js";

export function edgesOf(totals: ClassTotals, { layout, groups, gradient }: PairTotals): GraphEdge[] {
  const sources = nodesOfLayer(layout.source, totals);
  const targets = nodesOfLayer(layout.target, totals);
  const numbers = [...groups.keys()].sort((a, b) => a - b);
  const images = numbers.map((group) => totals.groupImages.get(group) ?? 0);
  const sums = numbers.map((group) => nodeSums(layout, groups.get(group)!, sources, targets));
  const gradients = nodeSums(layout, gradient, sources, targets);
  const edges: GraphEdge[] = [];
  for (const [u] of sources.entries()) {
    for (const [v] of targets.entries()) {
      const at = u * targets.length + v;
      const values = sums.map((group) => group[at]!);
      if (gradients[at] === 0 && values.every((value) => value === 0)) continue;
      const { mean, images: counted, ...errors } = edgeStatistics(values, images);
      edges.push({
        source: nodeId(layout.source, u, totals),
        target: nodeId(layout.target, v, totals),
        contribution: mean,
        gradient: gradients[at]! / totals.images.length,
        ...errors,
        images: counted,
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
