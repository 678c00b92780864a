/** The images of a class on which each concept is strongest, and where. */
import type { Layer } from "@gipfel/attribution";
import type { GraphExample } from "@gipfel/contracts";
import type { ClassShards } from "../3-edges/class-totals.js";
import type { PreparedAnalysis } from "../prepare.js";
import { shardNames } from "../shard-names.js";
import { patchBox, type ReceptiveField } from "./receptive-fields.js";

export const examplesPerNode = 9;

/** Maxima of one layer over the images of a class. */
export interface LayerMaxima {
  /** Index of the image of each row. */
  readonly images: readonly number[];
  /** `[n, C]` */
  readonly maxima: Float32Array;
  /** `[n, C]`: flat position; absent for dense layers. */
  readonly places?: Float32Array;
}

export async function readMaxima(shards: ClassShards, layer: Layer): Promise<LayerMaxima> {
  const images: number[] = [];
  const maxima: number[] = [];
  const places: number[] = [];
  for (const file of shards.collected) {
    const facts = file.attributes;
    if (facts.images.length === 0) continue;
    images.push(...facts.images);
    for (const value of await file.read(shardNames.maxima(layer.id))) maxima.push(value);
    if (file.names.includes(shardNames.places(layer.id)))
      for (const value of await file.read(shardNames.places(layer.id))) places.push(value);
  }
  return {
    images,
    maxima: Float32Array.from(maxima),
    ...(places.length > 0 ? { places: Float32Array.from(places) } : {}),
  };
}

/**
 * Images by the mean over the concept's neurons of their maxima; the patch lies where the strongest of them is.
 */
export function examplesOf(
  prepared: PreparedAnalysis,
  layer: Layer,
  field: ReceptiveField | undefined,
  neurons: readonly number[],
  { images, maxima, places }: LayerMaxima,
): GraphExample[] {
  const width = layer.neurons;
  const [, height, across] = prepared.model.input;
  const scored = images.map((image, n) => {
    const row = n * width;
    let sum = 0;
    let strongest = neurons[0]!;
    for (const neuron of neurons) {
      const value = maxima[row + neuron]!;
      sum += value;
      if (value > maxima[row + strongest]!) strongest = neuron;
    }
    return { image, activation: sum / neurons.length, place: places?.[row + strongest] };
  });
  const best = scored
    .filter(({ activation }) => activation > 0)
    .sort((a, b) => b.activation - a.activation || a.image - b.image);
  return best.slice(0, examplesPerNode).map(({ image, activation, place }) => ({
    image,
    box: patchBox(
      place === undefined ? undefined : field,
      [Math.floor((place ?? 0) / layer.size[1]), (place ?? 0) % layer.size[1]],
      [height, across],
    ),
    activation,
  }));
}
