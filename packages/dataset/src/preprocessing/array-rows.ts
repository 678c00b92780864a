import { GipfelError } from "@gipfel/contracts";
import type { ArrayRows, Dataset, DatasetImage } from "../sources/dataset.js";
import type { InputShape, Preprocessing } from "./preprocessing.js";
import { toTensor } from "./to-tensor.js";

/**
 * Whether rows have channels first or last, by the input that they fill.
 *
 * @throws GipfelError SHAPE_MISMATCH where they fill it neither way
 */
export function rowLayout({ shape }: ArrayRows, [C, H, W]: InputShape): "channels first" | "channels last" {
  if (shape.join() === [C, H, W].join()) return "channels first";
  if (shape.join() === [H, W, C].join()) return "channels last";
  throw new GipfelError(
    "SHAPE_MISMATCH",
    `the arrays have shape [N, ${shape.join(", ")}]; the network takes [N, ${[C, H, W].join(", ")}]`,
  );
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
  return rowLayout(rows, input) === "channels last"
    ? [`arrays [N, ${rows.shape.join(", ")}] are read with channels last`]
    : [];
}

function channelsFirst(row: Float32Array, [C, H, W]: InputShape): Float32Array {
  const pixels = H * W;
  const planes = new Float32Array(row.length);
  for (let c = 0; c < C; c++) for (let i = 0; i < pixels; i++) planes[c * pixels + i] = row[i * C + c];
  return planes;
}

/** The shape that rows are shown in without a network: channels last where the last size alone can be channels. */
export function shownShape({ shape: [a, b, c] }: ArrayRows): InputShape {
  const isChannels = (size: number) => size <= 4;
  return isChannels(c) && !isChannels(a) ? [c, a, b] : [a, b, c];
}
