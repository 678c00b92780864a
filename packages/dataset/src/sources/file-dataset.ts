import { createHash } from "node:crypto";
import { GipfelError } from "@gipfel/contracts";
import { compareCodePoints } from "../support/compare-code-points.js";
import type { Dataset, DatasetGroup, DatasetImage } from "./dataset.js";

/** A file that a folder or a manifest lists, with what it says about it. */
export interface ListedFile {
  name: string;
  file: string;
  /** Bytes. */
  size: number;
  /** Group it belongs to: a class index, or a name. */
  label: number | string;
}

/**
 * The data set of files in the order given, which becomes their index. Groups are sorted: integer labels by value,
 * then names by code point. The hash does not read the files: two files of equal name and size count as equal.
 */
export function fileDataset(
  { kind, name, root, notices }: Pick<Dataset, "kind" | "name" | "root" | "notices">,
  files: readonly ListedFile[],
): Dataset {
  const groups = new Map<number | string, DatasetGroup>();
  for (const [index, { label, ...listed }] of files.entries()) {
    let group = groups.get(label);
    if (group === undefined) {
      group = { name: String(label), label: typeof label === "number" ? label : null, images: [] };
      groups.set(label, group);
    }
    group.images.push({ index, name: listed.name, file: listed.file, row: null });
  }
  return {
    kind,
    name,
    root,
    hash: hashOf(files),
    imageCount: files.length,
    groups: [...groups.values()].sort(compareGroups),
    notices,
    arrays: null,
    readArray: refuseRow,
  };
}

function compareGroups(a: DatasetGroup, b: DatasetGroup): number {
  if (a.label !== null && b.label !== null) return a.label - b.label;
  if (a.label !== null || b.label !== null) return a.label !== null ? -1 : 1;
  return compareCodePoints(a.name, b.name);
}

function hashOf(files: readonly ListedFile[]): string {
  const hash = createHash("sha256");
  const lines = files.map(({ name, size, label }) => JSON.stringify([name, size, label])).sort(compareCodePoints);
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest("hex");
}

function refuseRow(image: DatasetImage): Float32Array {
  throw new GipfelError("DATASET_INVALID", `${image.name} is an image file, not a row of an array; decode it instead.`);
}
