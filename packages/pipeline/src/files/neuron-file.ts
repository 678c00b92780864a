/** What views need of the single neurons, for one class, as results keep it. Arrays by name; those of hidden layers. */
import type { GraphLayer } from "@gipfel/contracts";
import { type NamedArray, writeNpz } from "@gipfel/dataset";
import type { NeuronFigures } from "@gipfel/graph";
import type { LayerMaxima } from "../4-graph/examples.js";
import type { ReceptiveField } from "../4-graph/receptive-fields.js";
import { ResultArrays } from "./result-arrays.js";
import { writeWhole } from "./write-whole.js";

export interface LayerNeurons {
  readonly figures: NeuronFigures;
  readonly maxima: LayerMaxima;
  /** None for dense layers. */
  readonly field: ReceptiveField | undefined;
}

const names = {
  /** Int32 `[n]`: index of each image whose maxima are kept. */
  images: "images",
  /** Float64 `[4, C]`: mean activation, rest activation, flow and rest part; NaN where not known. */
  figures: (layer: string) => `${layer}/figures`,
  /** Float32 `[n, C]`: maximum over positions. */
  maxima: (layer: string) => `${layer}/maxima`,
  /** Int32 `[n, C]`: flat position of that maximum; layers with positions only. */
  places: (layer: string) => `${layer}/places`,
  /** Float64 `[3, 2]`: size, stride and first centre of the receptive field, rows and columns; layers with positions only. */
  field: (layer: string) => `${layer}/field`,
};

/** @param layers by id; all with maxima of the same images */
export async function writeNeurons(
  file: string,
  images: readonly number[],
  layers: ReadonlyMap<string, LayerNeurons>,
): Promise<void> {
  const n = images.length;
  const arrays: Record<string, NamedArray> = { [names.images]: { shape: [n], data: Int32Array.from(images) } };
  for (const [layer, { figures, maxima, field }] of layers) {
    const { meanActivation, restActivation, flow, rest } = figures;
    const width = meanActivation.length;
    const unknown = new Float64Array(width).fill(Number.NaN);
    const rows = [meanActivation, restActivation, flow ?? unknown, rest ?? unknown];
    const values = Float64Array.from(rows.flatMap((row) => Array.from(row)));
    arrays[names.figures(layer)] = { shape: [rows.length, width], data: values };
    arrays[names.maxima(layer)] = { shape: [n, width], data: Float32Array.from(maxima.maxima) };
    if (maxima.places) arrays[names.places(layer)] = { shape: [n, width], data: Int32Array.from(maxima.places) };
    if (field) {
      const { size, stride, centre } = field;
      arrays[names.field(layer)] = { shape: [3, 2], data: Float64Array.of(...size, ...stride, ...centre) };
    }
  }
  await writeWhole(file, writeNpz(arrays));
}

/**
 * @returns by layer id
 * @throws GipfelError GRAPH_INVALID for a file that is none, or of other layers
 */
export function readNeurons(
  bytes: Uint8Array,
  layers: readonly Pick<GraphLayer, "id" | "role" | "neurons">[],
  path: string,
): Map<string, LayerNeurons> {
  const arrays = ResultArrays.read(bytes, path);
  const images = [...arrays.get(names.images, [null])];
  if (!images.every((image) => Number.isInteger(image) && image >= 0)) {
    throw arrays.invalid(`${names.images}: whole numbers from 0 are expected`);
  }
  const found = new Map<string, LayerNeurons>();
  for (const { id, role, neurons: width } of layers) {
    if (role !== "hidden") continue;
    const figures = arrays.get(names.figures(id), [4, width]);
    const row = (r: number) => figures.subarray(r * width, (r + 1) * width);
    const known = (values: Float64Array) => (values.some(Number.isNaN) ? null : values);
    const maxima = arrays.get(names.maxima(id), [images.length, width]);
    const places = arrays.has(names.places(id)) ? arrays.get(names.places(id), [images.length, width]) : undefined;
    const field = arrays.has(names.field(id)) ? [...arrays.get(names.field(id), [3, 2])] : undefined;
    found.set(id, {
      figures: { meanActivation: row(0), restActivation: row(1), flow: known(row(2)), rest: known(row(3)) },
      maxima: { images, maxima, ...(places ? { places } : {}) },
      field: field && fieldOf(field),
    });
  }
  return found;
}

function fieldOf(values: readonly number[]): ReceptiveField {
  const pair = (at: number): [number, number] => [values[at]!, values[at + 1]!];
  return { size: pair(0), stride: pair(2), centre: pair(4) };
}
