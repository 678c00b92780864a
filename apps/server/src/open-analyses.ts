import { readFile, realpath } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { AnalysisDocument, GipfelError, messageOf, parseAs } from "@gipfel/contracts";

/** An analysis folder whose `analysis.json` has been read. */
export interface Analysis {
  id: string;
  /** Absolute, symbolic links resolved. */
  directory: string;
  document: AnalysisDocument;
}

/**
 * Reads `analysis.json` of each folder. An id is the folder's name in `[A-Za-z0-9._-]`; a second folder of that name
 * gets `-2`, and so on. The same folder twice is one analysis.
 *
 * @throws GipfelError GRAPH_NOT_FOUND where there is no such folder or file, GRAPH_INVALID where the file is something else.
 */
export async function openAnalyses(directories: string[]): Promise<Map<string, Analysis>> {
  const analyses = new Map<string, Analysis>();
  const seen = new Set<string>();
  for (const given of directories) {
    const directory = await existing(given);
    if (seen.has(directory)) continue;
    seen.add(directory);
    const document = await readAnalysisDocument(directory, given);
    const id = uniqueId(basename(resolve(given)), analyses);
    analyses.set(id, { id, directory, document });
  }
  return analyses;
}

async function existing(directory: string): Promise<string> {
  try {
    return await realpath(directory);
  } catch (cause) {
    throw notAnAnalysis(`The folder ${directory} does not exist`, cause);
  }
}

async function readAnalysisDocument(directory: string, given: string): Promise<AnalysisDocument> {
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
  return parseAs(AnalysisDocument, document, "GRAPH_INVALID", `${given}/analysis.json`);
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
