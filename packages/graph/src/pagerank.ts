/**
 * Personalised PageRank of the graph, as SUMMIT used it to find important nodes (Hohman, Park, Robinson, Chau 2019):
 * undirected, weighted by |contribution|, α = 0.85, personalised by mean activation.
 *
 *     x ← α ( x W D⁻¹ + (mass of nodes without edges) p ) + (1 − α) p
 */
import { GipfelError, type GraphEdge, type GraphNode } from "@gipfel/contracts";

export interface PageRankOptions {
  /** Probability to follow an edge; else the walk restarts at the personalisation. */
  alpha?: number;
  /** Iteration stops when the ranks change by less than this, summed over nodes. */
  tolerance?: number;
  /** At most so many iterations. The change shrinks by α each time, so the defaults need under 180. */
  iterations?: number;
}

/**
 * PageRank of every node, by id; sums to 1. The personalisation p is the mean activation, negative values as zero, and
 * uniform where no node has a positive one. A node whose edges all weigh nothing passes its rank to p.
 *
 * @throws GipfelError OPTION_INVALID where alpha is outside [0, 1) or the tolerance is not reached
 */
export function personalisedPageRank(
  graph: {
    readonly nodes: readonly Pick<GraphNode, "id" | "meanActivation">[];
    readonly edges: readonly Pick<GraphEdge, "source" | "target" | "contribution">[];
  },
  { alpha = 0.85, tolerance = 1e-12, iterations = 1000 }: PageRankOptions = {},
): Map<string, number> {
  if (!(alpha >= 0 && alpha < 1)) {
    throw new GipfelError("OPTION_INVALID", `alpha is ${alpha}; a number from 0 to below 1 is expected`);
  }
  const { nodes, edges } = graph;
  const numberOf = new Map(nodes.map((node, v) => [node.id, v]));
  const source = Int32Array.from(edges, (edge) => numberOf.get(edge.source) ?? -1);
  const target = Int32Array.from(edges, (edge) => numberOf.get(edge.target) ?? -1);
  if (source.includes(-1) || target.includes(-1)) {
    throw new GipfelError("GRAPH_INVALID", "an edge names a node that is not in the graph");
  }
  const weight = Float64Array.from(edges, (edge) => Math.abs(edge.contribution));
  const strength = new Float64Array(nodes.length);
  for (let e = 0; e < weight.length; e++) {
    strength[source[e]] += weight[e];
    strength[target[e]] += weight[e];
  }
  const personalisation = normalised(Float64Array.from(nodes, (node) => Math.max(0, node.meanActivation)));

  let rank = personalisation;
  for (let iteration = 0; iteration < iterations; iteration++) {
    let dangling = 0;
    for (let v = 0; v < rank.length; v++) if (strength[v] === 0) dangling += rank[v];
    const restart = 1 - alpha + alpha * dangling;
    const next = personalisation.map((p) => restart * p);
    for (let e = 0; e < weight.length; e++) {
      if (weight[e] === 0) continue;
      const [u, v] = [source[e], target[e]];
      next[v] += (alpha * rank[u] * weight[e]) / strength[u];
      next[u] += (alpha * rank[v] * weight[e]) / strength[v];
    }
    let change = 0;
    for (let v = 0; v < rank.length; v++) change += Math.abs(next[v] - rank[v]);
    rank = next;
    if (change < tolerance) return new Map(nodes.map((node, v) => [node.id, rank[v]]));
  }
  throw new GipfelError(
    "OPTION_INVALID",
    `PageRank did not reach tolerance ${tolerance} in ${iterations} iterations; more of them or a larger tolerance is expected`,
  );
}

/** The values divided by their sum; equal parts where all are zero. */
function normalised(values: Float64Array): Float64Array {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => (total > 0 ? value / total : 1 / values.length));
}
