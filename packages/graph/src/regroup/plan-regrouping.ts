/** Other concepts for a graph: which of them are unions of those it has, and what is needed to know the others. */
import { GipfelError, type GraphDocument, type GraphLayer, type GraphNode } from "@gipfel/contracts";

/** The concepts that a layer is to have. */
export interface Regrouping extends Pick<GraphLayer, "silhouette" | "chanceSilhouette" | "stability"> {
  /** Neurons of each, every active neuron in one. */
  readonly clusters: readonly (readonly number[])[];
}

export interface RegroupedNode {
  readonly id: string;
  readonly layer: string;
  readonly neurons: readonly number[];
  /** The nodes of the document that it is the union of; null where it takes one apart. */
  readonly parts: readonly GraphNode[] | null;
}

export interface RegroupingPlan {
  readonly regroupings: ReadonlyMap<string, Regrouping>;
  /** All nodes, by layer. */
  readonly nodes: ReadonlyMap<string, readonly RegroupedNode[]>;
  /** Layers whose concepts are other sets of neurons than in the document. */
  readonly changed: ReadonlySet<string>;
  /** Pairs of layers between which contributions do not follow from the edges of the document. */
  readonly pairs: readonly { readonly source: string; readonly target: string }[];
}

/**
 * @param regroupings by layer id; other layers stay as they are
 * @throws GipfelError LAYER_UNKNOWN; OPTION_INVALID for a layer without concepts, and for neurons in two concepts or none
 */
export function planRegrouping(document: GraphDocument, regroupings: ReadonlyMap<string, Regrouping>): RegroupingPlan {
  for (const id of regroupings.keys()) checkRegrouped(document, id);
  const nodes = new Map<string, readonly RegroupedNode[]>();
  for (const { id } of document.layers) {
    const own = document.nodes.filter((node) => node.layer === id);
    const regrouping = regroupings.get(id);
    nodes.set(id, regrouping ? regroupedNodes(id, own, regrouping.clusters) : own.map(unchanged));
  }
  const isCut = (layer: string) => (nodes.get(layer) ?? []).some(({ parts }) => parts === null);
  return {
    regroupings,
    nodes,
    changed: new Set([...nodes].filter(([, list]) => list.some(({ parts }) => parts?.length !== 1)).map(([id]) => id)),
    pairs: document.segments.flatMap(({ target, sources }) =>
      sources.filter((source) => isCut(source) || isCut(target)).map((source) => ({ source, target })),
    ),
  };
}

/** @throws GipfelError LAYER_UNKNOWN, OPTION_INVALID for a layer that has no concepts */
export function checkRegrouped({ layers }: Pick<GraphDocument, "layers">, id: string): void {
  const layer = layers.find((one) => one.id === id);
  if (!layer) throw new GipfelError("LAYER_UNKNOWN", `the analysis has no layer ${id.slice(0, 100)}`);
  if (layer.role !== "hidden") throw new GipfelError("OPTION_INVALID", `layer ${id} has no concepts to regroup`);
}

const unchanged = (node: GraphNode): RegroupedNode => ({ ...node, parts: [node] });

function regroupedNodes(layer: string, nodes: readonly GraphNode[], clusters: Regrouping["clusters"]): RegroupedNode[] {
  checkPartition(layer, nodes, clusters);
  const nodeOf = new Map(nodes.flatMap((node) => node.neurons.map((neuron) => [neuron, node] as const)));
  return clusters.map((neurons, n) => {
    const parts = [...new Set(neurons.map((neuron) => nodeOf.get(neuron) as GraphNode))];
    const isUnion = parts.reduce((sum, part) => sum + part.neurons.length, 0) === neurons.length;
    return { id: `${layer}/${n}`, layer, neurons, parts: isUnion ? parts : null };
  });
}

/** Every active neuron in one concept, and nothing else. */
function checkPartition(layer: string, nodes: readonly GraphNode[], clusters: Regrouping["clusters"]): void {
  const fail = (what: string) => new GipfelError("OPTION_INVALID", `layer ${layer}: ${what}`);
  const active = new Set(nodes.flatMap(({ neurons }) => neurons));
  const seen = new Set<number>();
  for (const neuron of clusters.flat()) {
    if (seen.has(neuron)) throw fail(`neuron ${neuron} is in two concepts, or twice in one; once is expected`);
    if (!active.has(neuron)) throw fail(`neuron ${neuron} is dead or does not exist; it belongs to no concept`);
    seen.add(neuron);
  }
  const missing = [...active].find((neuron) => !seen.has(neuron));
  if (missing !== undefined) throw fail(`neuron ${missing} is in no concept; every active one is expected in one`);
  if (clusters.some(({ length }) => length === 0)) throw fail("a concept has no neurons; at least one is expected");
}
