import { GipfelError } from "@gipfel/contracts";
import type { NpyArray } from "../formats/npy.js";

/** Names of arrays that hold images and their labels, best first. */
const knownPairs: readonly (readonly [images: string, labels: string])[] = [
  ["images", "labels"],
  ["x", "y"],
  ["X", "Y"],
  ["X", "y"],
  ["data", "labels"],
  ["data", "target"],
  ["x_test", "y_test"],
  ["X_test", "y_test"],
  ["test_images", "test_labels"],
  ["x_train", "y_train"],
  ["X_train", "y_train"],
  ["train_images", "train_labels"],
  ["arr_0", "arr_1"],
];

export interface ArrayNames {
  readonly images: string;
  readonly labels: string;
  readonly notices: readonly string[];
}

/** The arrays that are images and labels, by name. @throws GipfelError DATASET_INVALID */
export function arrayNames(present: readonly string[], path: string): ArrayNames {
  const pair = knownPairs.find((names) => names.every((name) => present.includes(name)));
  if (pair === undefined) {
    throw new GipfelError(
      "DATASET_INVALID",
      `invalid arrays in ${path}: expected images and labels, got ${present.join(", ") || "nothing"}`,
    );
  }
  const [images, labels] = pair;
  const others = present.filter((name) => !pair.includes(name));
  const rest = others.length > 0 ? `; ${others.join(", ")} are left out` : "";
  const notices = images === "images" ? [] : [`arrays ${images} and ${labels} are taken for images and labels${rest}`];
  return { images, labels, notices };
}

/**
 * Class indices from `[N]`, `[N, 1]`, or one-hot rows `[N, K]`.
 *
 * @throws GipfelError DATASET_INVALID
 */
export function labelIndices(
  path: string,
  { shape, data }: NpyArray,
  count: number,
): { indices: number[]; notices: string[] } {
  const fail = (what: string) => new GipfelError("DATASET_INVALID", `labels in ${path} ${what}`);
  const isFlat = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (!(isFlat || shape.length === 2) || shape[0] !== count) {
    throw fail(`have shape [${shape.join(", ")}]; expected [${count}], one for each image, or one-hot [${count}, K]`);
  }
  const values = Array.from(data as ArrayLike<number | bigint>, Number);
  if (!isFlat)
    return {
      indices: ofOneHot(values, shape[1], fail),
      notices: [`labels ${shownShape(shape)} are read as one-hot rows`],
    };
  if (data instanceof Float32Array || data instanceof Float64Array) {
    throw fail("are floating-point numbers; save them as integers: labels.astype('int64')");
  }
  const wrong = values.findIndex((index) => index < 0 || !Number.isSafeInteger(index));
  if (wrong >= 0) throw fail(`have ${data[wrong]} in row ${wrong}; class indices start at 0`);
  return { indices: values, notices: [] };
}

function ofOneHot(values: readonly number[], classes: number, fail: (what: string) => GipfelError): number[] {
  const indices: number[] = [];
  for (let at = 0; at < values.length; at += classes) {
    const row = values.slice(at, at + classes);
    const index = row.indexOf(1);
    if (index < 0 || row.some((value, column) => value !== (column === index ? 1 : 0))) {
      throw fail(`have row ${at / classes} that is not one-hot: expected a single 1 among zeros`);
    }
    indices.push(index);
  }
  return indices;
}

function shownShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
