/** What an explanation is about, as the folders and files that the pipeline reads. */
import { copyFile, link, mkdir, readdir } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { ExplanationRequest } from "@gipfel/contracts";
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
  const upload = demand(await store.artifacts.get(id), kinds.upload, id);
  const images = join(folder, "images");
  // Its content tells what it is; any extension of an image will do.
  await place(upload.path, join(images, "upload", "image.png"));
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
    const artifact = demand(await store.artifacts.get(hash), kinds.analysis, analysisId);
    await place(artifact.path, join(folder, path));
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

async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await link(from, to).catch(() => copyFile(from, to));
}
