import { readFile, realpath } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { AnalysisDocument, GipfelError, messageOf, parseAs } from "@gipfel/contracts";

/** A folder that `gipfel analyze` wrote, shown beside the analyses of the service. */
export interface AnalysisFolder {
  readonly id: string;
  /** Absolute, symbolic links resolved. */
  readonly path: string;
}

/**
 * Checks that each folder holds an analysis. An id is the folder's name in `[A-Za-z0-9._-]`; a second folder of that name
 * gets `-2`, and so on. The same folder twice is one analysis.
 *
 * @throws GipfelError GRAPH_NOT_FOUND where there is no such folder or file, GRAPH_INVALID where the file is something else.
 */
export async function openFolders(directories: readonly string[]): Promise<AnalysisFolder[]> {
  const folders = new Map<string, AnalysisFolder>();
  const seen = new Set<string>();
  for (const given of directories) {
    const path = await existing(given);
    if (seen.has(path)) continue;
    seen.add(path);
    await checkAnalysisDocument(path, given);
    const id = uniqueId(basename(resolve(given)), folders);
    folders.set(id, { id, path });
  }
  return [...folders.values()];
}

async function existing(directory: string): Promise<string> {
  try {
    return await realpath(directory);
  } catch (cause) {
    throw notAnAnalysis(`The folder ${directory} does not exist`, cause);
  }
}

async function checkAnalysisDocument(directory: string, given: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(join(directory, "analysis.json"), "utf8");
  } catch (cause) {
    throw notAnAnalysis(`${given} has no analysis.json that can be read`, cause);
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new GipfelError("GRAPH_INVALID", `${given}/analysis.json is not JSON: ${messageOf(cause)}`, { cause });
  }
  parseAs(AnalysisDocument, document, "GRAPH_INVALID", `${given}/analysis.json`);
}

function notAnAnalysis(what: string, cause: unknown): GipfelError {
  return new GipfelError("GRAPH_NOT_FOUND", `${what}; give a folder that gipfel analyze --out wrote`, { cause });
}

function uniqueId(name: string, taken: ReadonlyMap<string, unknown>): string {
  const safe = name.replaceAll(/[^A-Za-z0-9._-]/g, "_") || "analysis";
  let id = safe;
  for (let n = 2; taken.has(id); n++) id = `${safe}-${n}`;
  return id;
}
