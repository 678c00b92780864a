import { stat } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { foreignDataset } from "../formats/foreign-datasets.js";
import { openArrays } from "./array-dataset.js";
import type { Dataset } from "./dataset.js";
import { openFolder } from "./folder-dataset.js";
import { isManifest, openManifest } from "./manifest-dataset.js";

/**
 * Opens what `path` names: a folder of images, a manifest (`.csv`, `.tsv`, `.txt`, `.jsonl`, `.json`), or an `.npz`.
 * Images are listed, not decoded; arrays are checked for values that are not finite.
 *
 * @throws GipfelError DATASET_NOT_FOUND, DATASET_EMPTY, DATASET_INVALID
 */
export async function openDataset(path: string): Promise<Dataset> {
  const absolute = resolve(path);
  const stats = await stat(absolute).catch((cause: unknown) => {
    throw new GipfelError("DATASET_NOT_FOUND", `no file or folder at ${path}; give the path of a data set`, { cause });
  });
  if (stats.isDirectory()) return openFolder(absolute);
  if (isManifest(absolute)) return openManifest(absolute);
  if (extname(absolute).toLowerCase() === ".npz") return openArrays(absolute);
  const found = foreignDataset(path);
  throw new GipfelError(
    "DATASET_INVALID",
    found ??
      `${path} is no data set; give a folder with one folder per class, a manifest (.csv, .tsv, .txt, .jsonl, .json), or an .npz`,
  );
}
