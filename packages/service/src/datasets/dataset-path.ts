import { randomUUID } from "node:crypto";
import { mkdir, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import type { Dataset } from "@gipfel/store";
import type { Environment } from "../environment.js";
import { fileName } from "../file-name.js";
import type { Places } from "../places.js";
import { findReference } from "../references/reference.js";
import { unpackImages } from "./unpack-images.js";

/**
 * Where a data set lies, to be opened.
 *
 * @throws GipfelError DATASET_NOT_FOUND where it is gone, STORE_CORRUPT where its archive is gone or damaged
 */
export async function datasetPath({ store, places }: Environment, dataset: Dataset): Promise<string> {
  const { id, name, path, hash } = dataset;
  const reference = await findReference(places, id);
  if (reference) return reference.path;
  if (path !== null) return (await pathBelowRoot(places, path)).absolute;
  // Under the name that it had when it was unpacked: results tell it, so it stays where the data set is renamed.
  const [unpacked] = await readdir(places.dataset(id)).catch(() => []);
  const folder = join(places.dataset(id), unpacked ?? fileName(name));
  if (unpacked === undefined) {
    const copy = join(places.drafts, `${randomUUID()}.upload`);
    await mkdir(places.drafts, { recursive: true });
    try {
      await store.artifacts.copyTo(hash ?? "", copy, `data set ${name}`);
      await unpackWhole(places, copy, folder);
    } finally {
      await rm(copy, { force: true });
    }
  }
  return sourceIn(folder);
}

export interface PathBelowRoot {
  readonly absolute: string;
  /** From the data root, with `/`; leads to the same place when it is resolved again. */
  readonly below: string;
}

/**
 * A path that a caller gave, relative to the data root or absolute, in whatever spelling.
 *
 * @throws GipfelError DATASET_NOT_FOUND for what is not there or not below the root, links resolved
 */
export async function pathBelowRoot({ dataRoot }: Places, path: string): Promise<PathBelowRoot> {
  if (dataRoot === null) {
    throw new GipfelError("DATASET_NOT_FOUND", "this service has no data root; upload an archive of images instead");
  }
  const given = resolve(dataRoot, path);
  const [root, real] = await Promise.all([realpath(dataRoot), realpath(given).catch(() => null)]);
  // The root may be spelled otherwise in an absolute path, by a link that leads to it.
  const absolute = isAbsolute(path) && !isBelow(dataRoot, given) ? (real ?? given) : given;
  if (real === null || !isBelow(dataRoot, absolute) || !isBelow(root, real)) {
    throw new GipfelError("DATASET_NOT_FOUND", `there is no ${path} below the data root`);
  }
  return { absolute, below: relative(dataRoot, absolute).split(sep).join("/") };
}

/** Unpacks an archive whole or not at all. */
export async function unpackWhole(places: Places, archive: string, folder: string): Promise<void> {
  const draft = join(places.drafts, randomUUID());
  try {
    await unpackImages(archive, draft);
    await mkdir(dirname(folder), { recursive: true });
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster.
    if (!(await isThere(folder))) throw error;
  }
}

/** The manifest of an unpacked archive, or its folder. */
export async function sourceIn(folder: string): Promise<string> {
  const manifest = (await readdir(folder)).sort().find((name) => /\.(csv|jsonl)$/i.test(name));
  return manifest === undefined ? folder : join(folder, manifest);
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
