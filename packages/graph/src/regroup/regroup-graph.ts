/**
 * Another grouping of neurons to concepts, without computing anything anew: contribution, gradient, flow and rest are sums
 * over neurons, so those of any concept are the sums over its neurons, or over the concepts that it is the union of.
 */
import { GipfelError, type GraphDocument, type GraphExample, type GraphNode } from "@gipfel/contracts";
import { buildGraphDocument } from "../build-graph-document.js";
import { type NeuronFigures, nodeFigures } from "./neuron-figures.js";
import type { RegroupedNode, RegroupingPlan } from "./plan-regrouping.js";
import { countedEdges, mergedEdges, type PairMatrices } from "./regrouped-edges.js";

export interface NeuronEvidence {
  readonly figures: NeuronFigures;
  /** Images on which these neurons are strongest. */
  examplesOf(neurons: readonly number[]): GraphExample[];
}

/** What an analysis kept for one class, as far as the plan needs it. */
export interface RegroupingEvidence {
  /** By layer id. */
  readonly neurons: ReadonlyMap<string, NeuronEvidence>;
  /** In the order of the plan's pairs; undefined where none are kept. */
  readonly matrices: readonly (PairMatrices | undefined)[];
}

/**
 * The graph with other concepts. What stays the same set of neurons keeps all its figures; edges that are new have no
 * standard error, since those of parts do not tell that of their sum.
 *
 * @throws GipfelError RERUN_NEEDED where the evidence does not tell; GRAPH_INVALID
 */
export function regroupGraph(
  document: GraphDocument,
  plan: RegroupingPlan,
  { neurons, matrices }: RegroupingEvidence,
): GraphDocument {
  const { regroupings, nodes, changed, pairs } = plan;
  const counted = pairs.flatMap((pair, i) => {
    const kept = matrices[i];
    if (kept) return countedEdges(document, plan, pair, kept);
    throw rerunNeeded(`no pair matrix from ${pair.source} to ${pair.target}`);
  });
  return buildGraphDocument({
    ...document,
    options: changed.size > 0 ? { ...document.options, regrouped: [...changed] } : document.options,
    layers: document.layers.map((layer) => {
      const regrouping = changed.has(layer.id) ? regroupings.get(layer.id) : undefined;
      if (!regrouping) return layer;
      const { silhouette, chanceSilhouette, stability } = regrouping;
      return { ...layer, silhouette, chanceSilhouette, stability };
    }),
    nodes: [...nodes.values()].flat().map((node) => regroupedNode(node, neurons.get(node.layer))),
    edges: [...mergedEdges(document, plan), ...counted],
  });
}

/** What the analysis did not keep, and what can be done. */
export function rerunNeeded(missing: string): GipfelError {
  return new GipfelError(
    "RERUN_NEEDED",
    `the analysis kept ${missing}: its concepts can be merged and not taken apart; clone it with other clusters, or run it ` +
      "again with pairs all",
  );
}

function regroupedNode(
  { id, layer, neurons, parts }: RegroupedNode,
  evidence: NeuronEvidence | undefined,
): Omit<GraphNode, "share" | "pagerank"> {
  if (parts?.length === 1) return { ...parts[0], id };
  const identity = { id, layer, neurons: [...neurons] };
  if (evidence) {
    return { ...identity, ...nodeFigures(evidence.figures, neurons), examples: evidence.examplesOf(neurons) };
  }
  if (parts) return { ...identity, ...unionFigures(parts) };
  throw rerunNeeded("no figures of single neurons");
}

/** Of the document alone. Examples are the strongest of the parts: of other images it does not know the activation. */
function unionFigures(
  nodes: readonly GraphNode[],
): Pick<GraphNode, "meanActivation" | "flow" | "rest" | "restActivation" | "examples"> {
  const size = nodes.reduce((sum, { neurons }) => sum + neurons.length, 0);
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const seen = new Set<number>();
  const examples = nodes
    .flatMap((node) => node.examples)
    .sort((a, b) => b.activation - a.activation)
    .filter(({ image }) => !seen.has(image) && seen.add(image));
  return {
    meanActivation: total(nodes.map((node) => node.meanActivation * node.neurons.length)) / size,
    flow: knownSum(nodes.map(({ flow }) => flow)),
    rest: knownSum(nodes.map(({ rest }) => rest)),
    restActivation: total(nodes.map(({ restActivation }) => restActivation)),
    examples: examples.slice(0, Math.max(...nodes.map((node) => node.examples.length))),
  };
}

/** Null where a part is not known. */
function knownSum(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
