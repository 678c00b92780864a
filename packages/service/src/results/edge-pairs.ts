/** The strongest pairs of neurons behind an edge, from the stored matrices. */
import {
  type AnalysisClass,
  type AnalysisPair,
  GipfelError,
  type GraphDocument,
  type GraphEdge,
} from "@gipfel/contracts";
import { readNpy } from "@gipfel/dataset";
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

/** @throws GipfelError GRAPH_NOT_FOUND where no matrices are kept */
export async function listPairs(
  { document: analysis, read }: ResultSource,
  analysed: AnalysisClass,
  { nodes }: Pick<GraphDocument, "nodes">,
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
    const bytes = await read(`pairs/${analysed.id}/${pair.source}--${pair.target}.${quantity}.npy`);
    if (!bytes) throw new GipfelError("GRAPH_NOT_FOUND", "the analysis kept no pair matrices; run it with pairs all");
    const { shape, data } = readNpy(bytes);
    return { columns: shape[1] ?? 1, data: Float64Array.from(data, Number) };
  };
  const [contribution, gradient] = await Promise.all([matrix("contribution"), matrix("gradient")]);
  return placesOf(pair, source.neurons, target)
    .map(({ i, j, at }) => {
      const place = pair.columns === "diagonal" ? i : i * contribution.columns + at;
      return { source: i, target: j, contribution: contribution.data[place]!, gradient: gradient.data[place]! };
    })
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || a.source - b.source)
    .slice(0, top);
}

/** Neurons of both ends, and the column where their pair is. */
function placesOf(
  { columns, nodes: columnNodes = [] }: AnalysisPair,
  sources: readonly number[],
  target: GraphDocument["nodes"][number],
): { i: number; j: number | null; at: number }[] {
  switch (columns) {
    case "neurons":
      return sources.flatMap((i) => target.neurons.map((j) => ({ i, j, at: j })));
    case "diagonal":
      return sources.filter((i) => target.neurons.includes(i)).map((i) => ({ i, j: i, at: 0 }));
    case "class":
      return sources.map((i) => ({ i, j: null, at: 0 }));
    case "nodes": {
      // Where each class has concepts of its own, the analysis names no columns; they are in the order of the nodes.
      const named = columnNodes.indexOf(target.id);
      const at = named >= 0 ? named : Number(target.id.split("/").pop());
      return sources.map((i) => ({ i, j: null, at }));
    }
  }
}
