/** Fixed shapes for the inputs of a graph, so that shape arithmetic folds; the importer frees the batch again. */
import { GipfelError } from "@gipfel/contracts";
import { isChannelsLast, problemOfSizes } from "../image-input.js";
import type { DimensionProto, GraphProto, ValueInfoProto } from "./format.js";

/** Graph inputs that are no initializers: the data. */
export function dataInputs(graph: GraphProto): ValueInfoProto[] {
  const initializers = new Set((graph.initializer ?? []).map(({ name }) => name));
  return (graph.input ?? []).filter(({ name }) => !initializers.has(name));
}

/** Exporters write 0 or −1 for a dimension that they leave open. */
const isFixed = (size: number | undefined): size is number => size !== undefined && size !== 0 && size !== -1;

/**
 * Sets, in place, the batch of every input to what the file says, or 1 where it is open, and open heights and widths
 * to `spatial`. Returns the batch. Shapes of outputs are forgotten: they follow.
 *
 * @throws GipfelError MODEL_UNSUPPORTED where another dimension is open, or one is no size.
 */
export function fixShapes(graph: GraphProto, spatial: readonly [number, number], file: string): number {
  const inputs = dataInputs(graph);
  const shapes = inputs.map(({ type }) => type?.tensorType?.shape?.dim ?? []);
  const batch = shapes.map(([first]) => first?.dimValue).find(isFixed) ?? 1;
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
  const written = dimensions.map(({ dimValue, dimParam }) => dimValue ?? dimParam ?? "?");
  const refuse = (reason: string) =>
    new GipfelError("MODEL_UNSUPPORTED", `${file}: input ${input.name} has shape [${written}]; ${reason}`);
  const sizes = dimensions.map(({ dimValue }) => (isFixed(dimValue) ? dimValue : 0));
  const problem = problemOfSizes(sizes);
  if (problem !== undefined) throw refuse(problem);
  const height = isChannelsLast(sizes) ? 1 : 2;
  dimensions.forEach((dimension, axis) => {
    if (axis > 0 && isFixed(dimension.dimValue)) return;
    const size = axis === 0 ? batch : sizes.length === 4 ? spatial[axis - height] : undefined;
    if (size === undefined) {
      throw refuse("only the batch, height and width of an image [N, C, H, W] may be open");
    }
    Object.assign(dimension, { dimValue: size, dimParam: undefined });
  });
}
