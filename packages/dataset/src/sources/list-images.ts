import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { foreignFormat } from "../formats/foreign-formats.js";
import { hasImageExtension } from "../formats/image-formats.js";
import { compareCodePoints } from "../support/compare-code-points.js";
import { isInside } from "../support/inside.js";

/** The image files under a folder, as paths relative to the root with `/` between parts, each list sorted. */
export interface ImageListing {
  readonly images: string[];
  /** Images in formats that are not decoded. */
  readonly foreign: string[];
}

/**
 * Walks a folder. Files that are no images and hidden entries are ignored. A link to a file inside the root is followed; a
 * link to a folder, to outside or to nothing is an error, so that no image goes missing in silence.
 *
 * @param root real path
 * @throws GipfelError DATASET_INVALID
 */
export async function listImages(root: string, folder: string): Promise<ImageListing> {
  const listing: ImageListing = { images: [], foreign: [] };
  await collect(root, folder, listing);
  listing.images.sort(compareCodePoints);
  listing.foreign.sort(compareCodePoints);
  return listing;
}

/** The entries of a folder but hidden ones. @throws GipfelError DATASET_INVALID */
export async function listEntries(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new GipfelError("DATASET_INVALID", `the folder ${folder} cannot be read; check its permissions`, { cause });
  });
  return entries.filter((entry) => !entry.name.startsWith("."));
}

async function collect(root: string, folder: string, { images, foreign }: ImageListing): Promise<void> {
  for (const entry of await listEntries(join(root, folder))) {
    const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) await collect(root, name, { images, foreign });
    else if (entry.isSymbolicLink()) {
      if (await isImageLink(root, join(root, name))) images.push(name);
    } else if (entry.isFile()) {
      if (hasImageExtension(entry.name)) images.push(name);
      else if (foreignFormat(entry.name) !== undefined) foreign.push(name);
    }
  }
}

/** Whether a link stands for an image inside the root. @throws GipfelError DATASET_INVALID where one would go missing */
export async function isImageLink(root: string, link: string): Promise<boolean> {
  const target = await realpath(link).catch(() => null);
  const isFolder = target !== null && (await stat(target)).isDirectory();
  if (!isFolder && !hasImageExtension(basename(link))) return false;
  if (target !== null && !isFolder && isInside(root, target)) return true;
  const what = target === null ? "a link to nothing" : isFolder ? "a link to a folder" : "a link out of the data set";
  throw new GipfelError(
    "DATASET_INVALID",
    `${link} is ${what}; only links to files inside the data set are followed, so copy the images or use a manifest`,
  );
}
