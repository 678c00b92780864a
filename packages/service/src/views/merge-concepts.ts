/**
 * Another grouping of the concepts of a graph, without computing anything anew: contribution, gradient, flow and rest are
 * sums over neurons, so those of a concept that others were merged to are the sums of theirs. What takes concepts apart
 * needs figures of single neurons, which only another analysis finds.
 */
import {
  GipfelError,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type LayerClustering,
  type ViewContent,
} from "@gipfel/contracts";
import { buildGraphDocument } from "@gipfel/graph";

/**
 * The graph with the concepts of a view. Edges between concepts that the view leaves as they are keep their errors; those
 * of merged ones have none, since errors of sums do not follow from errors of parts.
 *
 * @throws GipfelError LAYER_UNKNOWN, OPTION_INVALID for neurons in two concepts or in none, RERUN_NEEDED for concepts that
 *   are no unions of those of the analysis
 */
export function mergeConcepts(
  document: GraphDocument,
  { layers, names }: Pick<ViewContent, "layers" | "names">,
): GraphDocument {
  checkLayers(document, layers);
  const membership = new Map<string, string>();
  const groups: GraphNode[][] = [];
  for (const layer of document.layers) {
    const nodes = document.nodes.filter((node) => node.layer === layer.id);
    const clustering = Object.hasOwn(layers, layer.id) ? layers[layer.id] : undefined;
    const parts = clustering ? unionsOf(layer.id, nodes, clustering) : nodes.map((node) => [node]);
    for (const [n, part] of parts.entries()) {
      const id = clustering ? `${layer.id}/${n}` : part[0]!.id;
      for (const node of part) membership.set(node.id, id);
      groups.push(part);
    }
  }
  return buildGraphDocument({
    ...document,
    options: { ...document.options, names: { ...names } },
    nodes: groups.map((nodes) => mergedNode(membership.get(nodes[0]!.id)!, nodes)),
    edges: mergedEdges(document.edges, membership),
  });
}

/** @throws GipfelError LAYER_UNKNOWN, OPTION_INVALID for a layer that has no concepts */
function checkLayers({ layers: known }: GraphDocument, layers: ViewContent["layers"]): void {
  for (const id of Object.keys(layers)) {
    const layer = known.find((one) => one.id === id);
    if (!layer) throw new GipfelError("LAYER_UNKNOWN", `the analysis has no layer ${id.slice(0, 100)}`);
    if (layer.role !== "hidden") throw new GipfelError("OPTION_INVALID", `layer ${id} has no concepts to cluster`);
  }
}

/** For each concept that is asked for, the nodes that it is the union of. */
function unionsOf(layer: string, nodes: readonly GraphNode[], clustering: LayerClustering): GraphNode[][] {
  if ("clusters" in clustering) {
    if (clustering.clusters === nodes.length) return nodes.map((node) => [node]);
    throw rerun(`layer ${layer} has ${nodes.length} concepts; ${clustering.clusters} others`);
  }
  const conceptOf = new Map<number, number>();
  for (const [n, neurons] of clustering.concepts.entries()) {
    for (const neuron of neurons) {
      if (conceptOf.has(neuron)) {
        throw new GipfelError("OPTION_INVALID", `layer ${layer}: neuron ${neuron} is in two concepts; one is expected`);
      }
      conceptOf.set(neuron, n);
    }
  }
  const unions: GraphNode[][] = clustering.concepts.map(() => []);
  for (const node of nodes) {
    const concepts = new Set(node.neurons.map((neuron) => conceptOf.get(neuron)));
    const [concept] = concepts;
    if (concepts.size > 1) throw rerun(`layer ${layer}: concepts that take ${node.id} apart`);
    if (concept === undefined) {
      throw new GipfelError("OPTION_INVALID", `layer ${layer}: the neurons of ${node.id} are in no concept`);
    }
    unions[concept]!.push(node);
  }
  const known = new Set(nodes.flatMap(({ neurons }) => neurons));
  const stranger = [...conceptOf.keys()].find((neuron) => !known.has(neuron));
  if (stranger !== undefined) {
    const message = `layer ${layer}: neuron ${stranger} is dead or does not exist; it belongs to no concept`;
    throw new GipfelError("OPTION_INVALID", message);
  }
  return unions;
}

function rerun(what: string): GipfelError {
  return new GipfelError(
    "RERUN_NEEDED",
    `${what} take another analysis: clone this one with other clusters; a view merges concepts and names them`,
  );
}

function mergedNode(id: string, nodes: readonly GraphNode[]): Omit<GraphNode, "share" | "pagerank"> {
  const [first] = nodes as [GraphNode, ...GraphNode[]];
  if (nodes.length === 1) return { ...first, id };
  const neurons = nodes.flatMap((node) => node.neurons);
  const most = Math.max(...nodes.map(({ examples }) => examples.length));
  const seen = new Set<number>();
  const examples = nodes
    .flatMap((node) => node.examples)
    .sort((a, b) => b.activation - a.activation)
    .filter(({ image }) => !seen.has(image) && seen.add(image));
  return {
    ...{ id, layer: first.layer, neurons },
    meanActivation: sum(nodes.map((node) => node.meanActivation * node.neurons.length)) / neurons.length,
    flow: knownSum(nodes.map(({ flow }) => flow)),
    rest: knownSum(nodes.map(({ rest }) => rest)),
    restActivation: sum(nodes.map(({ restActivation }) => restActivation)),
    examples: examples.slice(0, most),
  };
}

function mergedEdges(edges: readonly GraphEdge[], membership: ReadonlyMap<string, string>): GraphEdge[] {
  const merged = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const [source, target] = [membership.get(edge.source)!, membership.get(edge.target)!];
    const key = JSON.stringify([source, target]);
    const known = merged.get(key);
    merged.set(
      key,
      known
        ? {
            ...known,
            contribution: known.contribution + edge.contribution,
            gradient: known.gradient + edge.gradient,
            ...{ standardError: null, tQuantile: null, signAgreement: null },
          }
        : { ...edge, source, target },
    );
  }
  return [...merged.values()];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Null where a part is not known. */
function knownSum(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((total, value) => (total === null || value === null ? null : total + value), 0);
}
