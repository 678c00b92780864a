/**
 * Which concepts of two graphs are the same: those of one layer that have more than half of their neurons in common,
 *
 *     |A ∩ B| / |A ∪ B| > 1/2     (Jaccard).
 *
 * Concepts of one clustering are disjoint, so each has at most one such partner and no order of matching matters:
 * |A ∩ B| > |A ∪ B|/2 ≥ |A|/2 leaves less than half of A for any other concept.
 */
import type { GraphDocument, GraphNode } from "@gipfel/contracts";

export interface ConceptMatch {
  readonly a: GraphNode;
  readonly b: GraphNode;
  /** Jaccard index of their neurons, in (1/2, 1]. */
  readonly overlap: number;
}

type Nodes = Pick<GraphDocument, "layers" | "nodes">;

/** Layers correspond by id; the input and the class logit each to the other graph's, whatever their names. */
export function matchConcepts(a: Nodes, b: Nodes): ConceptMatch[] {
  const placeInA = placeOf(a);
  const placeInB = placeOf(b);
  const byNeuron = new Map<string, GraphNode>();
  for (const node of b.nodes) for (const neuron of node.neurons) byNeuron.set(`${placeInB(node)} ${neuron}`, node);
  return a.nodes.flatMap((node) => {
    const place = placeInA(node);
    if (place === "output") {
      const logit = b.nodes.find((other) => placeInB(other) === place);
      return logit ? [{ a: node, b: logit, overlap: 1 }] : [];
    }
    return partners(node, place, byNeuron);
  });
}

function partners(node: GraphNode, place: string, byNeuron: ReadonlyMap<string, GraphNode>): ConceptMatch[] {
  const common = new Map<GraphNode, number>();
  for (const neuron of node.neurons) {
    const other = byNeuron.get(`${place} ${neuron}`);
    if (other) common.set(other, (common.get(other) ?? 0) + 1);
  }
  return [...common]
    .map(([b, shared]) => ({ a: node, b, overlap: shared / (node.neurons.length + b.neurons.length - shared) }))
    .filter(({ overlap }) => overlap > 1 / 2);
}

/** The layer's id, but for the two layers that every network has. */
function placeOf({ layers }: Pick<GraphDocument, "layers">): (node: GraphNode) => string {
  const roles = new Map(layers.map(({ id, role }) => [id, role]));
  return ({ layer }) => {
    const role = roles.get(layer);
    return role === "output" || role === "input" ? role : `layer ${layer}`;
  };
}
