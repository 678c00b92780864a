/** Fixed shapes for the inputs of a graph, so that shape arithmetic folds; the importer frees the batch again. */
import { GipfelError } from "@gipfel/contracts";
import { problemOfSizes } from "../image-input.js";
import { takesChannelsLast } from "./channels-last-input.js";
import type { DimensionProto, GraphProto, ValueInfoProto } from "./format.js";

/** Graph inputs that are no initializers: the data. */
export function dataInputs(graph: GraphProto): ValueInfoProto[] {
  const initializers = new Set((graph.initializer ?? []).map(({ name }) => name));
  return (graph.input ?? []).filter(({ name }) => !initializers.has(name));
}

/** Exporters write 0 or −1 for a dimension that they leave open. */
const isFixed = (size: number | undefined): size is number => size !== undefined && size !== 0 && size !== -1;

const imageSize: readonly number[] = [224, 224];

/**
 * Sets, in place, the batch of every input to what the file says, or 1 where it is open, and open spatial sizes to
 * `spatial`, for images 224 × 224 by default. Shapes of outputs are forgotten: they follow.
 *
 * @throws GipfelError MODEL_UNSUPPORTED where another dimension is open, or one is no size.
 */
export function fixShapes(
  graph: GraphProto,
  spatial: readonly number[] | undefined,
  file: string,
): { readonly batch: number; readonly isOpen: boolean; readonly channelsLast: boolean } {
  const inputs = dataInputs(graph);
  const shapes = inputs.map(({ type }) => type?.tensorType?.shape?.dim ?? []);
  const batch = shapes.map(([first]) => first?.dimValue).find(isFixed) ?? 1;
  const areLast = inputs.map((input, i) => takesChannelsLast(graph, input.name, sizesOf(shapes[i]!)));
  const isOpen = inputs
    .map((input, i) => fixInput(input, shapes[i]!, { batch, spatial, channelsLast: areLast[i]! }, file))
    .includes(true);
  for (const output of graph.output ?? []) {
    if (output.type?.tensorType) output.type.tensorType.shape = undefined;
  }
  graph.valueInfo = [];
  return { batch, isOpen, channelsLast: areLast[0] ?? false };
}

/** 0 where they are open. */
const sizesOf = (dimensions: readonly DimensionProto[]) =>
  dimensions.map(({ dimValue }) => (isFixed(dimValue) ? dimValue : 0));

interface Chosen {
  readonly batch: number;
  readonly spatial: readonly number[] | undefined;
  readonly channelsLast: boolean;
}

/** Whether a spatial size was open. */
function fixInput(
  input: ValueInfoProto,
  dimensions: DimensionProto[],
  { batch, spatial, channelsLast }: Chosen,
  file: string,
): boolean {
  const written = dimensions.map(({ dimValue, dimParam }) => dimValue ?? dimParam ?? "?");
  const refuse = (reason: string, code: "MODEL_UNSUPPORTED" | "OPTION_INVALID" = "MODEL_UNSUPPORTED") =>
    new GipfelError(code, `${file}: input ${input.name} has shape [${written}]; ${reason}`);
  const sizes = sizesOf(dimensions);
  const problem = problemOfSizes(sizes);
  if (problem !== undefined) throw refuse(problem);
  const first = channelsLast ? 1 : 2;
  const positions = sizes.length - 2;
  const given = spatial ?? (positions === 2 ? imageSize : undefined);
  let isOpen = false;
  dimensions.forEach((dimension, axis) => {
    if (axis > 0 && isFixed(dimension.dimValue)) return;
    const isPosition = axis >= first && axis < first + positions;
    if (axis > 0 && (!isPosition || positions > 3)) {
      throw refuse("only the batch, height and width of an image [N, C, H, W] may be open");
    }
    if (isPosition && given?.length !== positions) {
      throw refuse(`--input-size requires ${positions} size${positions === 1 ? "" : "s"}`, "OPTION_INVALID");
    }
    isOpen ||= isPosition;
    Object.assign(dimension, { dimValue: axis === 0 ? batch : given![axis - first], dimParam: undefined });
  });
  return isOpen;
}
