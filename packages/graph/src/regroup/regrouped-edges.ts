/** Edges between regrouped concepts: sums of those of the document, or block sums of stored pair matrices. */
import { type AnalysisPair, GipfelError, type GraphDocument, type GraphEdge } from "@gipfel/contracts";
import { blockSums, diagonalBlockSums } from "../block-sums.js";
import { edgeKey } from "../edge-key.js";
import type { RegroupedNode, RegroupingPlan } from "./plan-regrouping.js";

/** What an analysis keeps of a pair of layers: means over the images of a class, row by row as `columns` says. */
export interface PairMatrices {
  readonly columns: AnalysisPair["columns"];
  readonly contribution: ArrayLike<number>;
  readonly gradient: ArrayLike<number>;
}

/** Standard errors are over image groups, whose matrices are not kept: of a new edge they are not known. */
const noErrors = { standardError: null, tQuantile: null, signAgreement: null } as const;

/** Edges between layers whose concepts are all unions: errors stay where nothing was merged. */
export function mergedEdges(document: GraphDocument, { nodes, pairs }: RegroupingPlan): GraphEdge[] {
  const layerOf = new Map(document.nodes.map(({ id, layer }) => [id, layer]));
  const counted = new Set(pairs.map(edgeKey));
  const mergedTo = new Map(
    [...nodes.values()].flat().flatMap(({ id, parts }) => (parts ?? []).map((part) => [part.id, id] as const)),
  );
  const merged = new Map<string, GraphEdge>();
  for (const edge of document.edges) {
    const between = { source: layerOf.get(edge.source) ?? "", target: layerOf.get(edge.target) ?? "" };
    if (counted.has(edgeKey(between))) continue;
    const [source, target] = [mergedTo.get(edge.source) ?? "", mergedTo.get(edge.target) ?? ""];
    const key = edgeKey({ source, target });
    const known = merged.get(key);
    const contribution = (known?.contribution ?? 0) + edge.contribution;
    const gradient = (known?.gradient ?? 0) + edge.gradient;
    merged.set(key, known ? { ...known, contribution, gradient, ...noErrors } : { ...edge, source, target });
  }
  return [...merged.values()];
}

/**
 * Edges between two layers of which a concept was taken apart. Those between concepts that stayed are the document's.
 *
 * @throws GipfelError RERUN_NEEDED where the matrices have a column for each concept of the document, and one is apart
 */
export function countedEdges(
  document: GraphDocument,
  { nodes }: RegroupingPlan,
  { source, target }: RegroupingPlan["pairs"][number],
  { columns, contribution, gradient }: PairMatrices,
): GraphEdge[] {
  const [sources, targets] = [nodes.get(source) ?? [], nodes.get(target) ?? []];
  const places = columnsOf(document, target, targets, columns);
  const rows = document.layers.find(({ id }) => id === source)?.neurons ?? 0;
  const sums = (matrix: ArrayLike<number>) => {
    const neurons = sources.map((node) => node.neurons);
    if (columns === "diagonal") return diagonalBlockSums(matrix, neurons, places);
    return blockSums(matrix, [rows, matrix.length / rows], neurons, places);
  };
  const [contributions, gradients] = [sums(contribution), sums(gradient)];
  const known = new Map(document.edges.map((edge) => [edgeKey(edge), edge]));
  const edges: GraphEdge[] = [];
  for (const [u, from] of sources.entries()) {
    for (const [v, to] of targets.entries()) {
      const ends = { source: from.id, target: to.id };
      const at = u * targets.length + v;
      if (from.parts?.length === 1 && to.parts?.length === 1) {
        const edge = known.get(edgeKey({ source: from.parts[0].id, target: to.parts[0].id }));
        if (edge) edges.push({ ...edge, ...ends });
      } else if (contributions[at] !== 0 || gradients[at] !== 0) {
        const amounts = { contribution: contributions[at], gradient: gradients[at] };
        edges.push({ ...ends, ...amounts, ...noErrors, images: document.class.images });
      }
    }
  }
  return edges;
}

/** Columns of the matrices that belong to each target node. */
function columnsOf(
  document: GraphDocument,
  layer: string,
  targets: readonly RegroupedNode[],
  columns: PairMatrices["columns"],
): readonly (readonly number[])[] {
  if (columns === "class") return [[0]];
  if (columns !== "nodes") return targets.map(({ neurons }) => neurons);
  const own = document.nodes.filter((node) => node.layer === layer).map(({ id }) => id);
  return targets.map(({ parts }) => {
    if (parts) return parts.map(({ id }) => own.indexOf(id));
    throw new GipfelError(
      "RERUN_NEEDED",
      `the segment into ${layer} was computed for each of its concepts, which can be merged and not taken apart; ` +
        "clone the analysis with other clusters",
    );
  });
}
