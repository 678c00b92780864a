import { realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { describeForeign } from "../formats/foreign-formats.js";
import { readableFormats } from "../formats/image-formats.js";
import { compareCodePoints } from "../support/compare-code-points.js";
import { mapConcurrently } from "../support/map-concurrently.js";
import type { Dataset } from "./dataset.js";
import { fileDataset } from "./file-dataset.js";
import { type FolderLayout, layoutOfClasses, layoutOfFileNames, layoutOfSplits } from "./folder-layout.js";
import { type ImageListing, isImageLink, listEntries, listImages } from "./list-images.js";

const statsAtOnce = 32;

/**
 * A folder with one folder per class, with splits above them, or with the classes in its files' names. Images in deeper
 * folders belong to the class folder above them; files beside the class folders are ignored.
 *
 * @throws GipfelError DATASET_EMPTY, DATASET_INVALID
 */
export async function openFolder(path: string): Promise<Dataset> {
  const root = await realpath(path);
  const folders: string[] = [];
  for (const entry of await listEntries(root)) {
    if (entry.isDirectory()) folders.push(entry.name);
    else if (entry.isSymbolicLink()) await isImageLink(root, join(root, entry.name));
  }
  const listings = new Map<string, ImageListing>();
  for (const folder of folders.sort(compareCodePoints)) listings.set(folder, await listImages(root, folder));
  const found = [...listings.values()];
  if (folders.length === 0) found.push(await listImages(root, ""));
  const foreign = describeForeign(found.flatMap((listing) => listing.foreign));
  if (foreign.length > 0 && found.every(({ images }) => images.length === 0)) {
    throw new GipfelError("DATASET_EMPTY", `${path} has no images that are read: ${foreign.join("; ")}`);
  }

  const layout = folders.length > 0 ? layoutOfFolders(path, listings) : await layoutOfFlat(path, root, found[0].images);
  const listed = await mapConcurrently(layout.files, statsAtOnce, async ({ name, label }) => {
    const file = join(root, name);
    return { name, file, label, size: (await stat(file)).size };
  });
  const notices = [...layout.notices, ...foreign];
  return fileDataset({ kind: "folder", name: basename(path), root, notices }, listed);
}

function layoutOfFolders(path: string, listings: ReadonlyMap<string, ImageListing>): FolderLayout {
  const byFolder = new Map([...listings].map(([folder, { images }]) => [folder, images]));
  return layoutOfSplits(path, byFolder) ?? layoutOfClasses(path, byFolder);
}

async function layoutOfFlat(path: string, root: string, images: readonly string[]): Promise<FolderLayout> {
  const manifest = (await listEntries(root)).find(({ name }) => /\.(csv|tsv|jsonl)$/i.test(name));
  if (manifest !== undefined) {
    throw new GipfelError(
      "DATASET_INVALID",
      `${path} has no class folders; give its manifest itself: ${join(path, manifest.name)}`,
    );
  }
  if (images.length > 0) return layoutOfFileNames(path, images);
  throw new GipfelError(
    "DATASET_EMPTY",
    `${path} has no images; a data set folder has one folder per class with ${readableFormats} files`,
  );
}
