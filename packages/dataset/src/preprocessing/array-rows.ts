import { GipfelError } from "@gipfel/contracts";
import type { ArrayRows, Dataset, DatasetImage } from "../sources/dataset.js";
import type { InputShape, Preprocessing } from "./preprocessing.js";
import { toTensor } from "./to-tensor.js";

export type RowLayout = "channels first" | "channels last" | "one channel";

/** `prefersLast` decides only where rows fill an input both ways: where channels, height and width are one number. */
type Rows = Pick<ArrayRows, "shape" | "prefersLast">;

const fills = (sizes: readonly number[], input: InputShape) => imageShape(sizes).join() === input.join();
const withLastFirst = (shape: readonly number[]) => [shape[shape.length - 1], ...shape.slice(0, -1)];
const fillsBothWays = ({ shape }: Rows, input: InputShape) =>
  shape.length === 3 && fills(shape, input) && fills(withLastFirst(shape), input);

/**
 * Where rows have their channels, by the input that they fill. A signal `[C, L]` fills one of height 1, the planes of a
 * volume `[C, D, H, W]` lie one below the other.
 *
 * @throws GipfelError SHAPE_MISMATCH where they fill it in no way
 */
export function rowLayout(rows: Rows, input: InputShape): RowLayout {
  const { shape } = rows;
  if (fillsBothWays(rows, input)) return rows.prefersLast ? "channels last" : "channels first";
  if (fills(shape, input)) return "channels first";
  if (fills(withLastFirst(shape), input)) return "channels last";
  if (shape.length === 2 && fills([1, ...shape], input)) return "one channel";
  throw new GipfelError(
    "SHAPE_MISMATCH",
    `the arrays have shape [N, ${shape.join(", ")}]; the network takes [N, ${input.join(", ")}]`,
  );
}

/** Sizes with channels first, as an image. */
function imageShape(sizes: readonly number[]): InputShape {
  const rows = sizes.slice(1, -1).reduce((product, size) => product * size, 1);
  return [sizes[0], rows, sizes[sizes.length - 1]];
}

/** The row as `[C, H, W]`, its values as they are. @throws GipfelError SHAPE_MISMATCH, DATASET_INVALID */
export function readRow(dataset: Dataset, image: DatasetImage, input: InputShape): Float32Array {
  const row = dataset.readArray(image);
  return dataset.arrays !== null && rowLayout(dataset.arrays, input) === "channels last"
    ? channelsFirst(row, input)
    : row;
}

/** The row as the network takes it. @throws GipfelError SHAPE_MISMATCH, DATASET_INVALID */
export function rowTensor(
  dataset: Dataset,
  image: DatasetImage,
  preprocessing: Preprocessing | null,
  input: InputShape,
): Float32Array {
  const row = readRow(dataset, image, input);
  if (preprocessing === null || dataset.arrays?.type !== "uint8") return row;
  const [C, H, W] = input;
  const pixels = H * W;
  const rgb = Uint8Array.from(
    { length: 3 * pixels },
    (_, i) => row[(C === 3 ? i % 3 : 0) * pixels + Math.floor(i / 3)],
  );
  return toTensor(rgb, preprocessing);
}

/** What is understood of a data set's arrays beside a network, a line each. @throws GipfelError SHAPE_MISMATCH */
export function describeRows(rows: ArrayRows, input: InputShape): string[] {
  const given = `[N, ${rows.shape.join(", ")}]`;
  const layout = rowLayout(rows, input);
  if (fillsBothWays(rows, input))
    return [`arrays ${given} may have channels first or last; ${layout} is taken, as in the model's own input`];
  switch (layout) {
    case "channels first":
      return [];
    case "channels last":
      return [`arrays ${given} are read with channels last`];
    case "one channel":
      return [`arrays ${given} are taken as one channel`];
  }
}

function channelsFirst(row: Float32Array, [C, H, W]: InputShape): Float32Array {
  const pixels = H * W;
  const planes = new Float32Array(row.length);
  for (let c = 0; c < C; c++) for (let i = 0; i < pixels; i++) planes[c * pixels + i] = row[i * C + c];
  return planes;
}

/** Sizes beside the channels, which a model with open sizes is given: channels are last where that size alone can be theirs. */
export function spatialSizes({ shape }: Pick<ArrayRows, "shape">): readonly number[] {
  return shape.length === 3 && lastIsChannels(shape) ? shape.slice(0, -1) : shape.slice(1);
}

const mostChannels = 4;
const lastIsChannels = (shape: readonly number[]) => shape[shape.length - 1] <= mostChannels && shape[0] > mostChannels;

/** The shape that rows are shown in without a network: channels last where the last size alone can be channels. */
export function shownShape({ shape }: Pick<ArrayRows, "shape">): InputShape {
  if (shape.length === 2) return [1, shape[0], shape[1]];
  return imageShape(lastIsChannels(shape) ? withLastFirst(shape) : shape);
}
