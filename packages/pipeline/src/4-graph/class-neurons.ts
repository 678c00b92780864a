/** What a class keeps of single neurons, so that concepts can be regrouped later without its images. */
import type { ClassShards, ClassTotals } from "../3-edges/class-totals.js";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { type LayerNeurons, writeNeurons } from "../files/neuron-file.js";
import type { PreparedAnalysis } from "../prepare.js";
import { layerFigures } from "./class-graph.js";
import { examplesPerNode, type LayerMaxima, readMaxima } from "./examples.js";
import type { ReceptiveField } from "./receptive-fields.js";

/** Images of a class whose maxima are kept. With more, examples of regrouped concepts are chosen among these. */
export const mostImages = 50;

export async function writeClassNeurons(
  { plan }: PreparedAnalysis,
  totals: ClassTotals,
  shards: ClassShards,
  fields: ReadonlyMap<string, ReceptiveField>,
  folder: AnalysisFolder,
): Promise<void> {
  const hidden = plan.layers.filter(({ role }) => role === "hidden");
  const strongest = new Map(totals.images.map((image) => [image, 0]));
  if (totals.images.length > mostImages) {
    for (const layer of hidden) countStrongest(await readMaxima(shards, layer), layer.neurons, strongest);
  }
  const kept = keptImages(strongest);
  const layers = new Map<string, LayerNeurons>();
  for (const layer of hidden) {
    layers.set(layer.id, {
      figures: layerFigures(totals, layer),
      maxima: rowsOf(await readMaxima(shards, layer), layer.neurons, kept),
      field: fields.get(layer.tensor),
    });
  }
  await writeNeurons(folder.neurons(totals.analysed.id), kept, layers);
}

/** Counts for each image how many neurons it is one of the strongest of. */
export function countStrongest({ images, maxima }: LayerMaxima, neurons: number, counts: Map<number, number>): void {
  for (let neuron = 0; neuron < neurons; neuron += 1) {
    const ranked = images
      .map((image, row) => ({ image, value: maxima[row * neurons + neuron]! }))
      .filter(({ value }) => value > 0)
      .sort((a, b) => b.value - a.value || a.image - b.image);
    for (const { image } of ranked.slice(0, examplesPerNode)) counts.set(image, (counts.get(image) ?? 0) + 1);
  }
}

/** The images that are strongest for most neurons, ascending. */
export function keptImages(counts: ReadonlyMap<number, number>): number[] {
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || a - b);
  return ranked
    .slice(0, mostImages)
    .map(([image]) => image)
    .sort((a, b) => a - b);
}

function rowsOf({ images, maxima, places }: LayerMaxima, width: number, kept: readonly number[]): LayerMaxima {
  const rowOf = new Map(images.map((image, row) => [image, row]));
  const pick = (values: ArrayLike<number>) => {
    const rows = new Float32Array(kept.length * width);
    kept.forEach((image, n) => {
      const from = rowOf.get(image)! * width;
      for (let i = 0; i < width; i += 1) rows[n * width + i] = values[from + i]!;
    });
    return rows;
  };
  return { images: kept, maxima: pick(maxima), ...(places ? { places: pick(places) } : {}) };
}
