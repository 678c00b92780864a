/**
 * What a record is about, where it stays with its owner: a model, a data set, or the folder of an analysis that
 * `gipfel analyze` wrote. One file for each, by the record's id; only the service writes them, for folders that it was
 * started with, so that no caller can name a path.
 */
import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseAs, Source } from "@gipfel/contracts";
import { writeWhole } from "@gipfel/pipeline";
import type { Places } from "../places.js";

/**
 * @returns undefined for what the service keeps itself; the hash is as analyses know models and data sets, and of an
 *   analysis that of its `analysis.json`
 * @throws GipfelError STORE_CORRUPT
 */
export async function findReference(places: Places, id: string): Promise<Source | undefined> {
  const text = await readFile(fileOf(places, id), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const reference = parseAs(Source, valueIn(text), "STORE_CORRUPT", `reference of ${id}`);
  places.outside.add(dirname(reference.path));
  return reference;
}

export async function keepReference(places: Places, id: string, { path, hash }: Source): Promise<void> {
  places.outside.add(dirname(path));
  await writeWhole(fileOf(places, id), JSON.stringify({ path, hash }));
}

/** What it leads to stays as it is. */
export async function forgetReference(places: Places, id: string): Promise<void> {
  await rm(fileOf(places, id), { force: true });
}

const fileOf = ({ references }: Places, id: string) => join(references, `${id}.json`);

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
