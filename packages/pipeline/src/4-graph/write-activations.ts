/** Statistics of node activations over the images of each class and of all, one file per hidden layer. */
import type { Layer } from "@gipfel/attribution";
import type { LayerActivations, NodeStatistics } from "@gipfel/contracts";
import { conceptsOf, type ScopedConcepts } from "../2-concepts/layer-concepts.js";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { ArrayFile } from "../files/array-file.js";
import { writeWhole } from "../files/write-whole.js";
import { stopIfInterrupted } from "../interruption.js";
import { distributionOf, quantileLevels } from "../numerics/distribution.js";
import type { RunContext } from "../ports.js";
import type { AnalysedClass, PreparedAnalysis } from "../prepare.js";
import { type CollectFacts, shardNames } from "../shard-names.js";
import type { DatasetExamples } from "./dataset-examples.js";
import { nodeId, nodesOfLayer } from "./layer-nodes.js";

/** @param classes those that have images. */
export async function writeActivations(
  prepared: PreparedAnalysis,
  folder: AnalysisFolder,
  concepts: ScopedConcepts,
  classes: readonly AnalysedClass[],
  examples: DatasetExamples,
  { signal }: RunContext,
): Promise<LayerActivations[]> {
  const written: LayerActivations[] = [];
  for (const layer of prepared.plan.layers.filter(({ role }) => role === "hidden")) {
    stopIfInterrupted(signal);
    const document = await layerActivations(prepared, folder, concepts, classes, examples, layer);
    await writeWhole(folder.activations(layer.id), `${JSON.stringify(document)}\n`);
    written.push(document);
  }
  return written;
}

async function layerActivations(
  { options }: PreparedAnalysis,
  folder: AnalysisFolder,
  concepts: ScopedConcepts,
  classes: readonly AnalysedClass[],
  examples: DatasetExamples,
  layer: Layer,
): Promise<LayerActivations> {
  const all: { id: string; images: number; nodes: NodeColumn[] }[] = [];
  for (const analysed of classes) {
    const own = { analysed, concepts: conceptsOf(concepts, analysed) };
    const rows = await readMeans(analysed, folder, layer);
    const nodes = nodesOfLayer(layer, own).map((neurons, n) => ({
      id: nodeId(layer, n, own),
      values: nodeValues(rows, layer.neurons, neurons),
    }));
    all.push({ id: analysed.id, images: rows.length / layer.neurons, nodes });
  }
  const [first] = all;
  const together = (n: number) => joined(all.map(({ nodes }) => nodes[n]!.values));
  const dataset =
    options.scope === "dataset" && first
      ? statisticsOf(
          all.reduce((sum, { images }) => sum + images, 0),
          first.nodes.map(({ id }, n) => ({ id, values: together(n) })),
        )
      : null;
  return {
    format: "gipfel-activations",
    version: 1,
    layer: layer.id,
    levels: [...quantileLevels],
    classes: all.map(({ id, images, nodes }) => ({ id, ...statisticsOf(images, nodes) })),
    dataset: dataset && { ...dataset, examples: dataset.nodes.map((id) => examples.of(id)) },
  };
}

/** A node's activation on each image. */
interface NodeColumn {
  readonly id: string;
  readonly values: Float32Array;
}

/** `[n, C]`: mean over positions, of a class's images. */
async function readMeans({ shards }: AnalysedClass, folder: AnalysisFolder, { id }: Layer): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (const shard of shards) {
    const file = await ArrayFile.open<CollectFacts>(folder.collected(shard.id));
    try {
      if (file.attributes.images.length > 0) parts.push(Float32Array.from(await file.read(shardNames.means(id))));
    } finally {
      await file.close();
    }
  }
  return joined(parts);
}

/** `[n]`: mean over a node's neurons of `[n, C]`. */
export function nodeValues(rows: ArrayLike<number>, width: number, neurons: readonly number[]): Float32Array {
  return Float32Array.from({ length: rows.length / width }, (_, n) => {
    let sum = 0;
    for (const neuron of neurons) sum += rows[n * width + neuron]!;
    return sum / neurons.length;
  });
}

function statisticsOf(images: number, nodes: readonly NodeColumn[]): NodeStatistics {
  const distributions = nodes.map(({ values }) => distributionOf(values));
  return {
    images,
    nodes: nodes.map(({ id }) => id),
    mean: distributions.map(({ mean }) => short(mean)),
    deviation: distributions.map(({ deviation }) => short(deviation)),
    quantiles: distributions.map(({ quantiles }) => quantiles.map(short)),
  };
}

/** As many digits as float32 holds, and no more: there are many of these. */
const short = (value: number) => Number(value.toPrecision(8));

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
