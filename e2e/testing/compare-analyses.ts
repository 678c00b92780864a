/** How far two analyses of the same images are apart, whatever their files call the layers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnalysisDocument, type GraphDocument, parseGraphDocument } from "../../packages/contracts/src/index.js";
import { readNpy } from "../../packages/dataset/src/index.js";

export interface Comparison {
  /** Numbers on edges that were compared. */
  readonly edges: number;
  /** Largest difference of an edge's contribution or gradient, relative to that edge. */
  readonly edgeDifference: number;
  /** The same relative to the largest edge into the same layer of the class: small edges are sums that cancel. */
  readonly layerDifference: number;
  /** Largest difference of a neuron pair, relative to the largest of its matrix; 0 without matrices. */
  readonly pairDifference: number;
  /** Concepts by node, in the names of the first analysis. */
  readonly concepts: readonly [Concepts, Concepts];
}

/** Neurons by class and node. */
type Concepts = Readonly<Record<string, readonly number[]>>;

const quantities = ["contribution", "gradient"] as const;

/** @param folders of two analyses; equal layers stand at equal places in both. */
export function compareAnalyses(first: string, second: string): Comparison {
  const [a, b] = [documentOf(first), documentOf(second)];
  const names = new Map(b.layers.map(({ id }, i) => [id, a.layers[i]?.id ?? id]));
  const rename = (node: string) => {
    const slash = node.lastIndexOf("/");
    const layer = node.slice(0, slash);
    return `${names.get(layer) ?? layer}${node.slice(slash)}`;
  };
  const graphs = a.classes.map(({ id }) => [graphOf(first, id), graphOf(second, id)] as const);
  const differences = graphs.flatMap(([own, other]) => edgeDifferences(own, other, rename));
  return {
    edges: differences.length,
    edgeDifference: Math.max(...differences.map(({ ofEdge }) => ofEdge)),
    layerDifference: Math.max(...differences.map(({ ofLayer }) => ofLayer)),
    pairDifference: Math.max(0, ...pairDifferences(first, a, second, b)),
    concepts: [
      Object.assign({}, ...graphs.map(([own]) => conceptsOf(own, (node) => node))),
      Object.assign({}, ...graphs.map(([, other]) => conceptsOf(other, rename))),
    ],
  };
}

function conceptsOf({ class: { name }, nodes }: GraphDocument, rename: (node: string) => string): Concepts {
  return Object.fromEntries(nodes.map(({ id, neurons }) => [`${name} ${rename(id)}`, neurons]));
}

interface EdgeDifference {
  readonly ofEdge: number;
  readonly ofLayer: number;
}

function edgeDifferences(own: GraphDocument, other: GraphDocument, rename: (node: string) => string): EdgeDifference[] {
  const keyOf = (source: string, target: string) => `${source} ${target}`;
  const edges = new Map(other.edges.map((edge) => [keyOf(rename(edge.source), rename(edge.target)), edge]));
  const layerOf = (node: string) => node.slice(0, node.lastIndexOf("/"));
  return quantities.flatMap((quantity) => {
    const largest = new Map<string, number>();
    for (const { target, [quantity]: value } of own.edges) {
      largest.set(layerOf(target), Math.max(Math.abs(value), largest.get(layerOf(target)) ?? 0));
    }
    return own.edges.map(({ source, target, [quantity]: value }) => {
      const twin = edges.get(keyOf(source, target))?.[quantity];
      return {
        ofEdge: relativeTo(value, value, twin),
        ofLayer: relativeTo(largest.get(layerOf(target))!, value, twin),
      };
    });
  });
}

function pairDifferences(first: string, a: AnalysisDocument, second: string, b: AnalysisDocument): number[] {
  return a.classes.flatMap(({ id }) =>
    a.pairs.flatMap((own, i) =>
      quantities.map((quantity) => {
        const [left, right] = [matrixOf(first, id, own, quantity), matrixOf(second, id, b.pairs[i]!, quantity)];
        const largest = left.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
        return left.reduce((worst, value, k) => Math.max(worst, relativeTo(largest, value, right[k])), 0);
      }),
    ),
  );
}

function relativeTo(scale: number, a: number, b: number | undefined): number {
  if (a === b) return 0;
  return b === undefined ? Number.POSITIVE_INFINITY : Math.abs(a - b) / Math.abs(scale);
}

function matrixOf(
  folder: string,
  classId: string,
  { source, target }: { source: string; target: string },
  quantity: string,
): number[] {
  const { data } = readNpy(readFileSync(join(folder, "pairs", classId, `${source}--${target}.${quantity}.npy`)));
  return Array.from(data, Number);
}

/** `analysis.json` of a folder. */
export function documentOf(folder: string): AnalysisDocument {
  return JSON.parse(readFileSync(join(folder, "analysis.json"), "utf8")) as AnalysisDocument;
}

function graphOf(folder: string, classId: string): GraphDocument {
  return parseGraphDocument(JSON.parse(readFileSync(join(folder, "graphs", `${classId}.json`), "utf8")));
}
