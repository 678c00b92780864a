/** Whole analyses of networks and images in memory, for tests. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AttributionPlan, planAttribution } from "@gipfel/attribution";
import { type AnalysisDocument, type GraphDocument, parseGraphDocument } from "@gipfel/contracts";
import { type Dataset, type DatasetImage, readNpy } from "@gipfel/dataset";
import type { RunTensor } from "@gipfel/engine";
import { fixedDimension, type Network, nodeNamed } from "@gipfel/network";
import { dealImages, planShards } from "../1-collect/plan-shards.js";
import { type AnalysisOptions, defaultOptions } from "../analysis-options.js";
import { AnalysisFolder } from "../files/analysis-folder.js";
import type { PreparedAnalysis } from "../prepare.js";
import type { ReadAnalysisFile } from "../regroup/analysis-evidence.js";
import { runAnalysis } from "../run-analysis.js";

export interface Subject {
  readonly network: Network;
  /** `[N, C, H, W]` */
  readonly images: RunTensor;
  /** Class index of each image. */
  readonly labels: readonly number[];
  readonly options?: Partial<AnalysisOptions>;
  /** Changes the plan before it is carried out. */
  readonly replan?: (plan: AttributionPlan) => AttributionPlan;
}

/** `[rows, columns]` in C order. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: ArrayLike<number>;
}

export interface Analysis {
  readonly plan: AttributionPlan;
  readonly document: AnalysisDocument;
  /** By class id. */
  readonly graphs: ReadonlyMap<string, GraphDocument>;
  readonly prepared: PreparedAnalysis;
  readonly folder: AnalysisFolder;
  /** What was said on the way. */
  readonly notices: readonly string[];
  /** A pair matrix of a class, by layer ids; a diagonal has one row. */
  pair(classId: string, source: string, target: string, quantity: Quantity): Promise<Matrix>;
  /** A file of the folder; nothing where there is none. */
  readonly read: ReadAnalysisFile;
}

export type Quantity = "contribution" | "gradient";

/** Runs an analysis into a folder that is gone after `use`. */
export async function analyse<T>(subject: Subject, use: (analysis: Analysis) => Promise<T>): Promise<T> {
  const out = await mkdtemp(join(tmpdir(), "gipfel-analysis-"));
  try {
    const prepared = prepareInMemory(subject);
    const notices: string[] = [];
    const { document } = await runAnalysis(prepared, out, false, { onNotice: (notice) => notices.push(notice) });
    const folder = new AnalysisFolder(out);
    const graphs = new Map<string, GraphDocument>();
    for (const { id } of document.classes) {
      graphs.set(id, parseGraphDocument(JSON.parse(await readFile(folder.graph(id), "utf8"))));
    }
    const pair: Analysis["pair"] = async (classId, source, target, quantity) => {
      const { shape, data } = readNpy(await readFile(folder.pair(classId, source, target, quantity)));
      const [rows, columns] = shape.length === 1 ? [1, shape[0]!] : (shape as [number, number]);
      return { rows, columns, data: Float64Array.from(data, Number) };
    };
    const read: ReadAnalysisFile = (path) => readFile(join(out, path)).catch(() => undefined);
    return await use({ plan: prepared.plan, document, graphs, prepared, folder, notices, pair, read });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

export function prepareInMemory({
  network,
  images,
  labels,
  options: given,
  replan = (plan) => plan,
}: Subject): PreparedAnalysis {
  const options: AnalysisOptions = { ...defaultOptions, layers: "all", threads: 1, ...given };
  const dataset = arraysInMemory(images, labels);
  const classes = dataset.groups.map(({ name, label, images: own }) => ({
    id: name,
    index: label!,
    name,
    shards: planShards(name, dealImages(own, options.seed), own.length),
    images: own.length,
  }));
  const [channels, height, width] = images.shape.slice(1) as [number, number, number];
  const outputs = fixedDimension(nodeNamed(network, network.outputs[0]!).shape, 1);
  return {
    options,
    model: {
      network,
      name: "in memory",
      hash: "model",
      input: [channels, height, width],
      inputSizes: [channels, height, width],
      isOpen: false,
      channelsLast: false,
      positions: null,
      takesBytes: false,
      output: network.outputs[0]!,
      heads: [],
      outputs,
      stripped: null,
      operations: {},
      notes: [],
    },
    plan: replan(planAttribution(network, options)),
    dataset,
    preprocessing: { name: "none", assumed: false, values: null },
    classes,
    notices: [],
    named: Array.from({ length: outputs }, (_, index) => ({ index, names: [String(index)] })),
    key: "key",
    reading: {},
  };
}

function arraysInMemory({ shape, data }: RunTensor, labels: readonly number[]): Dataset {
  const size = data.length / labels.length;
  const all = labels.map((_, row): DatasetImage => ({ index: row, name: `images[${row}]`, file: null, row }));
  return {
    kind: "arrays",
    name: "in memory",
    root: "",
    hash: "data",
    imageCount: labels.length,
    groups: [...new Set(labels)].map((label) => ({
      name: String(label),
      label,
      images: all.filter(({ index }) => labels[index] === label),
    })),
    notices: [],
    arrays: { shape: [shape[1]!, shape[2]!, shape[3]!], type: "float" },
    readArray: ({ row }) => data.slice(row! * size, (row! + 1) * size),
  };
}

/**
 * A plan whose segments are all done in the second pass: what would have a column for each neuron has one for each
 * concept. The results must be the same.
 */
export function allInSecondPass(plan: AttributionPlan): AttributionPlan {
  const segments = plan.segments.map((segment) =>
    segment.columns === "neurons" ? { ...segment, columns: "nodes" as const } : segment,
  );
  return { ...plan, segments };
}
