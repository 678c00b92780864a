/** An image's own path through the graph of a class. */
import type { Layer } from "@gipfel/attribution";
import {
  GipfelError,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type ImagePathDocument,
  LayerActivations,
  type NodeStatistics,
  type PathNode,
  parseAs,
  type Standing,
} from "@gipfel/contracts";
import type { DatasetImage } from "@gipfel/dataset";
import { edgesOf } from "../3-edges/class-edges.js";
import { classGraph } from "../4-graph/class-graph.js";
import { receptiveFields } from "../4-graph/receptive-fields.js";
import { createEngine } from "../engines.js";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { readJson } from "../files/read-analysis.js";
import { levelOf } from "../numerics/distribution.js";
import type { RunContext } from "../ports.js";
import { version } from "../version.js";
import { type FinishedClass, ImageShards, type ImageTotals } from "./image-shards.js";
import { predict } from "./predict.js";

/**
 * @param image of the data set in `finished.prepared`, which may be another than that of the analysis.
 * @param work a folder for passing files.
 * @throws GipfelError IMAGE_UNREADABLE, ENGINE_FAILED, GRAPH_INVALID
 */
export async function traceImage(
  finished: FinishedClass,
  image: DatasetImage,
  work: AnalysisFolder,
  context: RunContext = {},
): Promise<ImagePathDocument> {
  const { prepared, analysed, graph } = finished;
  const engine = createEngine(prepared.options, prepared.options.threads);
  try {
    const predictions = await predict(prepared, engine, image);
    const shards = await ImageShards.open(finished, engine, work, context);
    const own = await shards.run([image], context, (found) => imageGraph(finished, found));
    const { model, dataset } = graph;
    return {
      format: "gipfel-image-path",
      version: 1,
      software: { name: "gipfel", version, engine: engine.description },
      model,
      dataset: { name: dataset.name, hash: dataset.hash },
      class: { id: analysed.id, index: analysed.index, name: analysed.name },
      logit: own.class.logit,
      predictions,
      nodes: await pathNodes(finished, own),
      edges: own.edges.map(({ source, target, contribution, gradient }) => ({
        source,
        target,
        contribution,
        gradient,
      })),
      segments: own.segments,
    };
  } finally {
    await engine.dispose();
  }
}

/** The graph of a class that has this one image. */
async function imageGraph({ prepared }: FinishedClass, { totals, shards }: ImageTotals): Promise<GraphDocument> {
  const [skipped] = totals.skipped;
  if (skipped) throw new GipfelError("IMAGE_UNREADABLE", `${skipped.image}: ${skipped.reason}`);
  const edges: GraphEdge[] = [];
  for await (const pair of shards.pairs()) edges.push(...edgesOf(totals, pair));
  return classGraph(prepared, totals, shards, edges, receptiveFields(prepared.model.network));
}

async function pathNodes({ prepared, analysed, results }: FinishedClass, own: GraphDocument): Promise<PathNode[]> {
  const nodes = new Map<string, PathNode>();
  for (const layer of prepared.plan.layers) {
    const activations = await activationsOf(results, layer);
    const ofClass = activations?.classes.find(({ id }) => id === analysed.id);
    for (const node of own.nodes.filter((one) => one.layer === layer.id)) {
      const among = (statistics: NodeStatistics | null | undefined) =>
        activations && statistics ? standing(node, statistics, activations.levels) : null;
      nodes.set(node.id, pathNode(node, among(ofClass), among(activations?.dataset)));
    }
  }
  return own.nodes.map(({ id }) => nodes.get(id)!);
}

async function activationsOf(results: AnalysisFolder, { id, role }: Layer): Promise<LayerActivations | undefined> {
  if (role !== "hidden") return undefined;
  return parseAs(LayerActivations, await readJson(results.activations(id)), "GRAPH_INVALID", `activations of ${id}`);
}

function pathNode(node: GraphNode, ofClass: Standing | null, ofDataset: Standing | null): PathNode {
  const { id, meanActivation: activation, share, flow, rest, restActivation } = node;
  const [peak] = node.examples;
  return {
    ...{ id, activation, ofClass, ofDataset },
    peak: peak ? { box: peak.box, activation: peak.activation } : null,
    ...{ share, flow, rest, restActivation },
  };
}

function standing(
  { id, meanActivation }: GraphNode,
  { nodes, mean, deviation, quantiles }: NodeStatistics,
  levels: readonly number[],
): Standing | null {
  const n = nodes.indexOf(id);
  if (n < 0) return null;
  return {
    score: deviation[n]! > 0 ? (meanActivation - mean[n]!) / deviation[n]! : null,
    level: levelOf(meanActivation, levels, quantiles[n]!),
  };
}
