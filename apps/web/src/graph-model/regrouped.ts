import type { GraphDocument, ViewConcepts } from "@gipfel/contracts";

/** The number of a concept in its layer, and the layer itself, by the id of its node. */
export const conceptNumber = (node: string): number => Number(node.slice(node.lastIndexOf("/") + 1));
export const conceptLayer = (node: string): string => node.slice(0, node.lastIndexOf("/"));

/** Neurons of each concept of a layer, in the order of their ids. */
export function conceptsOf({ nodes }: GraphDocument, layer: string): { id: string; neurons: number[] }[] {
  return nodes
    .filter((node) => node.layer === layer)
    .map(({ id, neurons }) => ({ id, neurons }))
    .sort((a, b) => conceptNumber(a.id) - conceptNumber(b.id));
}

/** The concepts of a layer with some of them made one, which stands where the first of them stood. */
export function mergedConcepts(document: GraphDocument, layer: string, merged: ReadonlySet<string>): number[][] {
  const concepts = conceptsOf(document, layer);
  const union = concepts.filter(({ id }) => merged.has(id)).flatMap(({ neurons }) => neurons);
  const first = concepts.find(({ id }) => merged.has(id))?.id;
  return concepts.flatMap(({ id, neurons }) => {
    if (id === first) return [union.toSorted((a, b) => a - b)];
    return merged.has(id) ? [] : [neurons];
  });
}

/** Layers whose concepts are not those of the analysis: what is kept of nodes by their ids does not hold there. */
export function regroupedLayers(document: GraphDocument, concepts: ViewConcepts | null): Set<string> {
  const { regrouped } = document.options;
  const known = Array.isArray(regrouped) ? regrouped.filter((id) => typeof id === "string") : [];
  return new Set([...known, ...Object.keys(concepts?.layers ?? {})]);
}

/**
 * What nodes are called, by id: what readers noted, where the concepts are those of the analysis, and above it what the
 * view says.
 */
export function nodeNames(
  document: GraphDocument,
  noted: ReadonlyMap<string, string>,
  concepts: ViewConcepts | null,
): Map<string, string> {
  const regrouped = regroupedLayers(document, concepts);
  const holds = (id: string) => !regrouped.has(conceptLayer(id));
  const { names } = document.options;
  const given = concepts?.names ?? (typeof names === "object" && names !== null ? names : {});
  const own = Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return new Map([...[...noted].filter(([id]) => holds(id)), ...own]);
}
