/** `sources.json` of an analysis folder: see {@link SourcesDocument}. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseAs, SourcesDocument } from "@gipfel/contracts";
import { readLabels } from "@gipfel/dataset";
import type { SubjectPaths } from "../open-subject.js";
import type { PreparedAnalysis } from "../prepare.js";
import { writeWhole } from "./write-whole.js";

export const sourcesPath = "sources.json";

/** @throws GipfelError LABELS_INVALID, STORAGE_FAILED */
export async function writeSources(
  folder: string,
  { model, dataset }: Pick<PreparedAnalysis, "model" | "dataset">,
  paths: SubjectPaths,
): Promise<void> {
  const document: SourcesDocument = {
    format: "gipfel-sources",
    version: 1,
    model: { path: resolve(paths.model), hash: model.hash },
    dataset: { path: resolve(paths.data), hash: dataset.hash },
    labels: paths.labels === null ? null : await labelsOf(paths.labels),
  };
  await writeWhole(join(folder, sourcesPath), `${JSON.stringify(document, null, 1)}\n`);
}

/** Undefined where the folder has none. @throws GipfelError GRAPH_INVALID */
export async function readSources(folder: string): Promise<SourcesDocument | undefined> {
  const text = await readFile(join(folder, sourcesPath), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  return parseAs(SourcesDocument, jsonIn(text), "GRAPH_INVALID", join(folder, sourcesPath));
}

/** Null, which no schema takes, for what is no JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** As settings of an analysis have them. */
async function labelsOf(file: string): Promise<string[]> {
  return (await readLabels(file)).map(({ name, wnid }) => (wnid === undefined ? name : `${wnid} ${name}`));
}
