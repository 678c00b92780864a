import { stat } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { openArrays } from "./array-dataset.js";
import type { Dataset } from "./dataset.js";
import { openFolder } from "./folder-dataset.js";
import { openManifest } from "./manifest-dataset.js";

/**
 * Opens what `path` names: a folder with one folder per class, a `.csv` or `.jsonl` manifest, or an `.npz`. Images are
 * listed, not decoded; arrays are checked for values that are not finite. Throws DATASET_NOT_FOUND, DATASET_EMPTY or
 * DATASET_INVALID.
 */
export async function openDataset(path: string): Promise<Dataset> {
  const absolute = resolve(path);
  const stats = await stat(absolute).catch((cause: unknown) => {
    throw new GipfelError("DATASET_NOT_FOUND", `No file or folder at ${path}; give the path of a data set.`, { cause });
  });
  if (stats.isDirectory()) return openFolder(absolute);
  switch (extname(absolute).toLowerCase()) {
    case ".csv":
    case ".jsonl":
      return openManifest(absolute);
    case ".npz":
      return openArrays(absolute);
    default:
      throw new GipfelError(
        "DATASET_INVALID",
        `${path} is no data set; give a folder with one folder per class, a .csv or .jsonl manifest, or an .npz.`,
      );
  }
}
