/** Fixed shapes for the inputs of a graph, so that shape arithmetic folds; the importer frees the batch again. */
import { GipfelError } from "@gipfel/contracts";
import { isChannelsLast } from "../image-input.js";
import type { DimensionProto, GraphProto, ValueInfoProto } from "./format.js";

/** Graph inputs that are no initializers: the data. */
export function dataInputs(graph: GraphProto): ValueInfoProto[] {
  const initializers = new Set((graph.initializer ?? []).map(({ name }) => name));
  return (graph.input ?? []).filter(({ name }) => !initializers.has(name));
}

/**
 * Sets, in place, the batch of every input to what the file says, or 1 where it is open, and open heights and widths
 * to `spatial`. Returns the batch. Shapes of outputs are forgotten: they follow.
 *
 * @throws GipfelError MODEL_UNSUPPORTED where another dimension is open.
 */
export function fixShapes(graph: GraphProto, spatial: readonly [number, number], file: string): number {
  const inputs = dataInputs(graph);
  const shapes = inputs.map(({ type }) => type?.tensorType?.shape?.dim ?? []);
  const batch = shapes.find(([first]) => first?.dimValue)?.[0]?.dimValue ?? 1;
  inputs.forEach((input, i) => {
    fixInput(input, shapes[i]!, batch, spatial, file);
  });
  for (const output of graph.output ?? []) {
    if (output.type?.tensorType) output.type.tensorType.shape = undefined;
  }
  graph.valueInfo = [];
  return batch;
}

function fixInput(
  input: ValueInfoProto,
  dimensions: DimensionProto[],
  batch: number,
  spatial: readonly [number, number],
  file: string,
): void {
  const sizes = dimensions.map(({ dimValue }) => dimValue ?? 0);
  const written = dimensions.map(({ dimValue, dimParam }) => dimValue ?? dimParam ?? "?");
  const height = isChannelsLast(sizes) ? 1 : 2;
  dimensions.forEach((dimension, axis) => {
    if (axis > 0 && dimension.dimValue) return;
    const size = axis === 0 ? batch : sizes.length === 4 ? spatial[axis - height] : undefined;
    if (size === undefined) {
      throw new GipfelError(
        "MODEL_UNSUPPORTED",
        `${file}: input ${input.name} has shape [${written}]; only the batch, height and width of an image [N, C, H, W] may be open`,
      );
    }
    Object.assign(dimension, { dimValue: size, dimParam: undefined });
  });
}
