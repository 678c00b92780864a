/** The files of a finished analysis, wherever they are kept. */
import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { AnalysisDocument, GipfelError, parseAs, type Source } from "@gipfel/contracts";
import type { Environment } from "../environment.js";
import type { LocatedFile } from "../graphs/located-file.js";
import { readArtifact } from "../read-artifact.js";

/** A file by its path in the analysis folder, with `/`; nothing where there is none. @throws GipfelError STORE_CORRUPT */
export type ReadResult = (path: string) => Promise<Buffer | undefined>;

/** Where that file lies; null where there is none. */
export type LocateResult = (path: string) => Promise<LocatedFile | null>;

export interface ResultSource {
  readonly id: string;
  readonly name: string;
  /** When it was made. */
  readonly since: string;
  readonly document: AnalysisDocument;
  readonly read: ReadResult;
  readonly locate: LocateResult;
}

/** An analysis of the service. */
export function readStored({ store }: Environment, id: string): ReadResult {
  return async (path) => {
    const file = await store.analyses.file(id, path);
    return file && readArtifact(store, file.hash, path);
  };
}

export function locateStored({ store }: Environment, id: string): LocateResult {
  return async (path) => {
    const file = await store.analyses.file(id, path);
    if (!file) return null;
    const artifact = await store.artifacts.get(file.hash);
    // Where it is gone, whoever reads it says so.
    return { file: artifact?.path ?? "", hash: file.hash };
  };
}

/** An analysis folder; no link leads out of it. */
export function readFolder(folder: string): ReadResult {
  const locate = locateInFolder(folder);
  return async (path) => {
    const located = await locate(path);
    return located === null ? undefined : readFile(located.file);
  };
}

export function locateInFolder(folder: string): LocateResult {
  return async (path) => {
    const [root, file] = await Promise.all([
      realpath(folder).catch(() => null),
      realpath(join(folder, path)).catch(() => null),
    ]);
    return root === null || file === null || !file.startsWith(root + sep) ? null : { file, hash: null };
  };
}

/** An analysis folder that was registered, as long as it holds that analysis. */
export function readRegistered({ path: folder, hash }: Source): ReadResult {
  const read = readFolder(folder);
  return async (path) => {
    const bytes = await read(path);
    if (path !== "analysis.json") return bytes;
    if (bytes && createHash("sha256").update(bytes).digest("hex") === hash) return bytes;
    const what = bytes ? "holds another analysis now" : "is gone";
    throw new GipfelError("GRAPH_NOT_FOUND", `the folder ${folder} ${what}; analyze again, or bring it back`);
  };
}

/** @throws GipfelError GRAPH_NOT_FOUND where the analysis is not finished, GRAPH_INVALID */
export async function openSource({
  id,
  name,
  since,
  read,
  locate,
}: Omit<ResultSource, "document">): Promise<ResultSource> {
  const bytes = await read("analysis.json");
  if (!bytes) throw new GipfelError("GRAPH_NOT_FOUND", `analysis ${id} has no results; wait until it is finished`);
  const document = parseAs(AnalysisDocument, jsonOf(bytes), "GRAPH_INVALID", `analysis.json of ${id}`);
  return { id, name, since, document, read, locate };
}

/** Where a finished analysis lacks a file that analyses have now. */
export function madeEarlier(id: string, what: string): GipfelError {
  return new GipfelError(
    "GRAPH_NOT_FOUND",
    `analysis ${id} keeps no ${what}: an earlier version made it; analyse again to have them`,
  );
}

/** @throws GipfelError GRAPH_INVALID */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new GipfelError("GRAPH_INVALID", "a file of the analysis is not JSON", { cause });
  }
}
