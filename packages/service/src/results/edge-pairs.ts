/** The strongest pairs of neurons behind an edge, from the stored matrices. */
import {
  type AnalysisClass,
  type AnalysisPair,
  GipfelError,
  type GraphDocument,
  type GraphEdge,
} from "@gipfel/contracts";
import { readNpy } from "@gipfel/dataset";
import { pairPath } from "@gipfel/pipeline";
import type { ResultSource } from "./result-source.js";

export interface NeuronPair {
  readonly source: number;
  /** Null where the matrix has one column for the whole node. */
  readonly target: number | null;
  readonly contribution: number;
  readonly gradient: number;
}

/** A stored matrix, `[rows, columns]` in C order; a diagonal has one row. */
interface PairMatrix {
  readonly columns: number;
  readonly data: ArrayLike<number>;
}

/**
 * @param graphs the one that has the edge, and the one that the analysis wrote
 * @throws GipfelError GRAPH_NOT_FOUND where no matrices are kept
 */
export async function listPairs(
  { document: analysis, read }: Pick<ResultSource, "document" | "read">,
  analysed: AnalysisClass,
  { document: { nodes }, own }: Readonly<Record<"document" | "own", Pick<GraphDocument, "nodes">>>,
  edge: GraphEdge,
  top: number,
): Promise<NeuronPair[]> {
  const [source, target] = [edge.source, edge.target].map((id) => nodes.find((node) => node.id === id)!) as [
    GraphDocument["nodes"][number],
    GraphDocument["nodes"][number],
  ];
  const pair = analysis.pairs.find((one) => one.source === source.layer && one.target === target.layer);
  if (!pair) throw new GipfelError("GRAPH_NOT_FOUND", "the analysis kept no pair matrices; run it with pairs all");
  const matrix = async (quantity: "contribution" | "gradient"): Promise<PairMatrix> => {
    const bytes = await read(pairPath(analysed.id, pair.source, pair.target, quantity));
    if (!bytes) throw new GipfelError("GRAPH_NOT_FOUND", "the analysis kept no pair matrices; run it with pairs all");
    const { shape, data } = readNpy(bytes);
    return { columns: shape[1] ?? 1, data: Float64Array.from(data, Number) };
  };
  const [contribution, gradient] = await Promise.all([matrix("contribution"), matrix("gradient")]);
  const sum = ({ data, columns }: PairMatrix, i: number, at: readonly number[]) =>
    pair.columns === "diagonal" ? data[i]! : at.reduce((total, column) => total + data[i * columns + column]!, 0);
  return placesOf(pair, source.neurons, target, own.nodes)
    .map(({ i, j, at }) => ({
      ...{ source: i, target: j },
      contribution: sum(contribution, i, at),
      gradient: sum(gradient, i, at),
    }))
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || a.source - b.source)
    .slice(0, top);
}

/** Neurons of both ends, and the columns where their pair is. */
function placesOf(
  { columns }: AnalysisPair,
  sources: readonly number[],
  target: GraphDocument["nodes"][number],
  own: GraphDocument["nodes"],
): { i: number; j: number | null; at: readonly number[] }[] {
  switch (columns) {
    case "neurons":
      return sources.flatMap((i) => target.neurons.map((j) => ({ i, j, at: [j] })));
    case "diagonal":
      return sources.filter((i) => target.neurons.includes(i)).map((i) => ({ i, j: i, at: [] }));
    case "class":
      return sources.map((i) => ({ i, j: null, at: [0] }));
    case "nodes": {
      // One for each node that the analysis found, of which the target may be several.
      const within = new Set(target.neurons);
      const found = own.filter(({ layer }) => layer === target.layer);
      const at = found.flatMap(({ neurons }, column) =>
        neurons.every((neuron) => within.has(neuron)) ? [column] : [],
      );
      return sources.map((i) => ({ i, j: null, at }));
    }
  }
}
