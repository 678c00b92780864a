import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { hasImageExtension, readableFormats } from "../formats/image-formats.js";
import { compareCodePoints } from "../support/compare-code-points.js";
import { isInside } from "../support/inside.js";
import { mapConcurrently } from "../support/map-concurrently.js";
import type { Dataset } from "./dataset.js";
import { fileDataset } from "./file-dataset.js";

const statsAtOnce = 32;

/**
 * A folder with one folder per class. Images in deeper folders belong to the class folder above them; files that are no
 * images, files beside the class folders and hidden entries are ignored. A link to a file inside the data set is
 * followed; a link to a folder, to outside or to nothing is an error, so that no image goes missing in silence.
 */
export async function openFolder(path: string): Promise<Dataset> {
  const root = await realpath(path);
  const entries = await list(root);
  const classes: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) classes.push(entry.name);
    else if (entry.isSymbolicLink()) await checkLink(root, join(root, entry.name));
  }
  if (classes.length === 0) throw withoutClasses(path, entries);

  const files: { name: string; label: string }[] = [];
  for (const label of classes.sort(compareCodePoints)) {
    const names: string[] = [];
    await collect(root, label, names);
    if (names.length === 0) {
      throw new GipfelError(
        "DATASET_EMPTY",
        `The class folder ${label} in ${path} has no images; put ${readableFormats} files in it or remove it.`,
      );
    }
    for (const name of names.sort(compareCodePoints)) files.push({ name, label });
  }
  const listed = await mapConcurrently(files, statsAtOnce, async ({ name, label }) => {
    const file = join(root, name);
    return { name, file, label, size: (await stat(file)).size };
  });
  return fileDataset("folder", basename(path), root, listed);
}

async function list(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new GipfelError("DATASET_INVALID", `The folder ${folder} cannot be read; check its permissions.`, { cause });
  });
  return entries.filter((entry) => !entry.name.startsWith("."));
}

/** Adds to `names` the images under `folder`, which is relative to the root, with `/` between parts. */
async function collect(root: string, folder: string, names: string[]): Promise<void> {
  for (const entry of await list(join(root, folder))) {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) await collect(root, name, names);
    else if (entry.isSymbolicLink()) {
      if (await checkLink(root, join(root, name))) names.push(name);
    } else if (entry.isFile() && hasImageExtension(entry.name)) names.push(name);
  }
}

/** Whether a link stands for an image inside the root. */
async function checkLink(root: string, link: string): Promise<boolean> {
  const target = await realpath(link).catch(() => null);
  const isFolder = target !== null && (await stat(target)).isDirectory();
  if (!isFolder && !hasImageExtension(basename(link))) return false;
  if (target !== null && !isFolder && isInside(root, target)) return true;
  const what = target === null ? "a link to nothing" : isFolder ? "a link to a folder" : "a link out of the data set";
  throw new GipfelError(
    "DATASET_INVALID",
    `${link} is ${what}; only links to files inside the data set are followed, so copy the images or use a manifest.`,
  );
}

function withoutClasses(path: string, entries: Dirent[]): GipfelError {
  const manifest = entries.find((entry) => /\.(csv|jsonl)$/i.test(entry.name));
  if (manifest !== undefined) {
    return new GipfelError(
      "DATASET_INVALID",
      `${path} has no class folders; give its manifest itself: ${join(path, manifest.name)}.`,
    );
  }
  if (entries.some((entry) => hasImageExtension(entry.name))) {
    return new GipfelError(
      "DATASET_INVALID",
      `${path} has images but no class folders; put each class's images in a folder of its own, or give a manifest (path,label).`,
    );
  }
  return new GipfelError(
    "DATASET_EMPTY",
    `${path} has no images; a data set folder has one folder per class with ${readableFormats} files.`,
  );
}
