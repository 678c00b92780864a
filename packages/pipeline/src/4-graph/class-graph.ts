/** The graph document of one class from its totals. */
import type { Layer } from "@gipfel/attribution";
import type { GraphDocument, GraphEdge, GraphLayer, GraphNode, GraphSegment } from "@gipfel/contracts";
import { buildGraphDocument, type NeuronFigures, nodeFigures } from "@gipfel/graph";
import type { NodeMap } from "../2-concepts/layer-concepts.js";
import type { ClassShards, ClassTotals } from "../3-edges/class-totals.js";
import { type ResidualSums, residualOf } from "../numerics/residual.js";
import type { PreparedAnalysis } from "../prepare.js";
import { examplesOf, readMaxima } from "./examples.js";
import { nodeId, nodesOfLayer } from "./layer-nodes.js";
import { optionsRecord } from "./options-record.js";
import type { ReceptiveField } from "./receptive-fields.js";

export async function classGraph(
  prepared: PreparedAnalysis,
  totals: ClassTotals,
  shards: ClassShards,
  edges: readonly GraphEdge[],
  fields: ReadonlyMap<string, ReceptiveField>,
): Promise<GraphDocument> {
  const { plan, model, dataset } = prepared;
  const { analysed } = totals;
  const nodes: Omit<GraphNode, "share" | "pagerank">[] = [];
  for (const layer of plan.layers) nodes.push(...(await layerNodes(prepared, layer, totals, shards, fields)));
  const images = totals.images.length;
  return buildGraphDocument({
    class: {
      index: analysed.index,
      name: analysed.name,
      images,
      accuracy: model.outputs > 1 ? totals.correct / images : null,
      logit: totals.logitSum / images,
    },
    model: { name: model.name, hash: model.hash },
    dataset: { name: dataset.name, hash: dataset.hash, images: dataset.imageCount },
    options: optionsRecord(prepared),
    layers: plan.layers.map((layer) => graphLayer(layer, totals.concepts)),
    nodes,
    edges,
    segments: graphSegments(prepared, totals.residuals, totals.steps),
  });
}

async function layerNodes(
  prepared: PreparedAnalysis,
  layer: Layer,
  totals: ClassTotals,
  shards: ClassShards,
  fields: ReadonlyMap<string, ReceptiveField>,
): Promise<Omit<GraphNode, "share" | "pagerank">[]> {
  const [, height, width] = prepared.model.input;
  const maxima = layer.role === "hidden" ? await readMaxima(shards, layer) : undefined;
  const figures = layerFigures(totals, layer);
  return nodesOfLayer(layer, totals).map((neurons, n) => ({
    id: nodeId(layer, n, totals),
    layer: layer.id,
    neurons: [...neurons],
    ...nodeFigures(figures, neurons),
    // The flow of the raw input is known as a whole only.
    ...(layer.role === "input" ? { flow: figures.flow?.[0] ?? null } : {}),
    examples: maxima ? examplesOf(layer, fields.get(layer.tensor), [height, width], neurons, maxima) : [],
  }));
}

/** What the class makes of each neuron: totals over its images, divided. */
export function layerFigures(totals: ClassTotals, { id, neurons, size }: Layer): NeuronFigures {
  const images = totals.images.length;
  const over = (values: ArrayLike<number> | undefined, divisor: number) =>
    values === undefined ? null : Float64Array.from(values, (value) => value / divisor);
  return {
    meanActivation: over(totals.sums.get(id), images * size[0] * size[1])!,
    restActivation: over(totals.rests.get(id), 1) ?? new Float64Array(neurons),
    flow: over(totals.flows.get(id), images),
    rest: over(totals.restFlows.get(id), images),
  };
}

export function graphLayer(layer: Layer, concepts: NodeMap | undefined): Omit<GraphLayer, "depth"> {
  const found = layer.role === "hidden" ? concepts?.[layer.id] : undefined;
  return {
    id: layer.id,
    name: layer.name,
    role: layer.role,
    neurons: layer.neurons,
    size: [...layer.size],
    dead: found?.dead ?? [],
    explainedVariance: found?.explainedVariance ?? null,
    silhouette: found?.silhouette ?? null,
    chanceSilhouette: found?.chanceSilhouette ?? null,
    stability: found?.stability ?? null,
  };
}

export function graphSegments(
  { plan }: PreparedAnalysis,
  residuals: ReadonlyMap<string, ResidualSums>,
  steps: ReadonlyMap<string, number>,
): GraphSegment[] {
  return plan.segments.map(({ target, sources, kind, reason }) => {
    const sums = residuals.get(target.id);
    return {
      target: target.id,
      sources: sources.map(({ id }) => id),
      kind,
      reason,
      steps: steps.get(target.id) ?? 0,
      completenessResidual: sums ? residualOf(sums) : null,
    };
  });
}
