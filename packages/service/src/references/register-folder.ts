/**
 * Makes an analysis folder an analysis of the service: with a model and a data set that stay where they are, so that it
 * can be asked what any other can. It stays registered, with the names, notes and views that are written about it.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { AnalysisDocument, GipfelError, parseAs, type SourcesDocument } from "@gipfel/contracts";
import type { Dataset } from "@gipfel/dataset";
import { type EngineChoice, readSources } from "@gipfel/pipeline";
import type { Analysis } from "@gipfel/store";
import { settingsOf } from "../analyses/folder-analysis.js";
import type { StoredOptions } from "../analyses/settings.js";
import type { Environment } from "../environment.js";
import { fileName } from "../file-name.js";
import { provisionallyReady } from "../models/model-check.js";
import { jsonOf } from "../results/result-source.js";
import { findSources } from "./find-sources.js";
import type { FolderToOpen, OpenedFolder } from "./opened-folder.js";
import { findReference, forgetReference, keepReference } from "./reference.js";

/** What answers questions about an analysis. */
export type Computing = EngineChoice & { readonly threads: number };

/** A folder whose model and images are not found is only shown. */
export async function registerFolder(
  environment: Environment,
  folder: FolderToOpen,
  computing: Computing,
): Promise<OpenedFolder> {
  const { id, path } = folder;
  try {
    const registered = await register(environment, folder, computing);
    if ("missing" in registered) return { id, path, analysisId: id, readOnly: registered.missing };
    return { id, path, analysisId: registered.id, readOnly: null };
  } catch (error) {
    if (!(error instanceof GipfelError)) throw error;
    return { id, path, analysisId: id, readOnly: error.message };
  }
}

/** @throws GipfelError GRAPH_INVALID, STORAGE_FAILED */
async function register(
  environment: Environment,
  folder: FolderToOpen,
  computing: Computing,
): Promise<Analysis | { readonly missing: string }> {
  const bytes = await readFile(join(folder.path, "analysis.json"));
  const hash = createHash("sha256").update(bytes).digest("hex");
  const document = parseAs(AnalysisDocument, jsonOf(bytes), "GRAPH_INVALID", `analysis.json of ${folder.id}`);
  const [sources, known] = [await readSources(folder.path), await findRegistered(environment, hash)];
  const before = known && (await referencesOf(environment, known));
  const found = await findSources(document, {
    model: defined(folder.model, sources?.model.path, before?.model?.path),
    data: defined(folder.data, sources?.dataset.path, before?.dataset?.path),
  });
  if ("missing" in found) return found;
  const { places } = environment;
  const analysis = known ?? (await createRecords(environment, { folder, document, sources, computing, found }));
  await keepReference(places, analysis.id, { path: folder.path, hash });
  await keepReference(places, analysis.datasetId, { path: found.data, hash: document.dataset.hash });
  if (known === undefined || before?.model) {
    await keepReference(places, analysis.modelId, { path: found.model, hash: document.model.hash });
  }
  await keepReference(places, indexOf(hash), { path: analysis.id, hash });
  return analysis;
}

const defined = (...paths: (string | undefined)[]) => paths.filter((path) => path !== undefined);

/** Name of the entry that leads from an analysis to its record. */
const indexOf = (hash: string) => `analysis-${hash}`;

/** The record of an analysis, wherever its folder was when it was registered; undefined where it was deleted. */
async function findRegistered({ store, places }: Environment, hash: string): Promise<Analysis | undefined> {
  const entry = await findReference(places, indexOf(hash));
  const analysis = entry && (await store.analyses.find(entry.path));
  if (entry && !analysis) await forgetReference(places, indexOf(hash));
  return analysis;
}

async function referencesOf({ places }: Environment, { modelId, datasetId }: Analysis) {
  return { model: await findReference(places, modelId), dataset: await findReference(places, datasetId) };
}

interface Records {
  readonly folder: FolderToOpen;
  readonly document: AnalysisDocument;
  readonly sources: SourcesDocument | undefined;
  readonly computing: Computing;
  readonly found: { readonly model: string; readonly data: string; readonly dataset: Dataset };
}

/** Model, data set and analysis, or none of them. */
async function createRecords(
  { store }: Environment,
  { folder, document, sources, computing, found }: Records,
): Promise<Analysis> {
  const file = (await stat(found.model)).isDirectory() ? join(found.model, "model.json") : found.model;
  const content = await store.artifacts.put(createReadStream(file));
  const format = /\.json$/i.test(file) ? "tfjs" : "onnx";
  const { dataset } = found;
  const { threads, ...engine } = computing;
  const labels = sources?.labels ?? labelsOf(document);
  const options: StoredOptions = { settings: { ...settingsOf(document), labels }, threads, ...engine };
  return store.transaction(async ({ models, datasets, analyses }) => {
    const { id: modelId } = await models.create({
      name: nameOf(document.model.name),
      ...{ format, hash: content.hash, bytes: content.bytes, inspection: provisionallyReady },
    });
    const { id: datasetId } = await datasets.create({
      name: nameOf(document.dataset.name),
      path: fileName(basename(found.data)),
      hash: null,
      images: dataset.imageCount,
      classes: dataset.groups.map(({ name, images }) => ({ name, images: images.length })),
    });
    return analyses.register({ name: nameOf(folder.id), modelId, datasetId, options: { ...options } });
  });
}

/** Names of all outputs, where the analysis has a class for each; else the data set's own. */
function labelsOf({ classes, layers }: AnalysisDocument): string[] | null {
  const outputs = layers.find(({ role }) => role === "output")?.neurons;
  if (classes.length !== outputs) return null;
  return [...classes].sort((a, b) => a.index - b.index).map(({ name }) => name);
}

const nameOf = (text: string) => text.replace(/\p{Cc}/gu, " ").slice(0, 200) || "unnamed";
