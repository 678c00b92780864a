/** What an explanation is about, as the folders and files that the pipeline reads. */
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { ExplanationRequest } from "@gipfel/contracts";
import type { Store } from "@gipfel/store";
import { demand, kinds } from "../changes.js";
import { datasetPath } from "../datasets/dataset-path.js";
import type { Environment } from "../environment.js";
import { findReference } from "../references/reference.js";

/** The data set that is named, or a folder with the one image that was uploaded. */
export async function imagesOf(
  environment: Environment,
  { datasetId, uploadId }: Pick<ExplanationRequest, "datasetId" | "uploadId">,
  folder: string,
): Promise<string> {
  const { store } = environment;
  if (datasetId !== undefined) {
    return datasetPath(environment, demand(await store.datasets.find(datasetId), kinds.dataset, datasetId));
  }
  const id = uploadId ?? "";
  demand(await store.artifacts.get(id), kinds.upload, id);
  const images = join(folder, "images");
  // Its content tells what it is; any extension of an image will do.
  await place(store, id, join(images, "upload", "image.png"), "the uploaded image");
  return images;
}

/** The analysis whose nodes may be named, as far as it tells of nodes. */
export async function nodesOf(
  environment: Environment,
  { analysisId }: ExplanationRequest,
  folder: string,
): Promise<string | null> {
  if (analysisId === undefined) return null;
  const analysis = join(folder, "analysis");
  await placeResults(
    environment,
    analysisId,
    analysis,
    (path) => path === "analysis.json" || path.startsWith("graphs/"),
  );
  return analysis;
}

/** Puts files of a finished analysis into a folder. @param isWanted by their paths in it */
export async function placeResults(
  { store, places }: Environment,
  analysisId: string,
  folder: string,
  isWanted: (path: string) => boolean,
): Promise<void> {
  const reference = await findReference(places, analysisId);
  if (reference) return placeFolder(reference.path, folder, isWanted);
  for (const { path, hash } of await store.analyses.files(analysisId)) {
    if (!isWanted(path)) continue;
    await place(store, hash, join(folder, path), `${path} of analysis ${analysisId}`);
  }
}

/** The files of an analysis folder, copied: its owner may change it meanwhile. */
async function placeFolder(from: string, to: string, isWanted: (path: string) => boolean): Promise<void> {
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(from, file).split(sep).join("/");
    if (!entry.isFile() || !isWanted(path)) continue;
    await mkdir(dirname(join(to, path)), { recursive: true });
    await copyFile(file, join(to, path));
  }
}

/** A copy of its own: what is written here never reaches the artifact. */
async function place({ artifacts }: Store, hash: string, to: string, what: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await artifacts.copyTo(hash, to, what);
}
