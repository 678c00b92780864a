import { readFile, stat } from "node:fs/promises";
import { basename, dirname, extname } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { mapConcurrently } from "../support/map-concurrently.js";
import type { Dataset } from "./dataset.js";
import { fileDataset, type ListedFile } from "./file-dataset.js";
import { FileLocator } from "./locate-file.js";
import { parseJson, parseJsonLines } from "./manifest-json.js";
import { invalid, type ManifestRow, type ManifestRows } from "./manifest-rows.js";
import { parseList, parseTable } from "./manifest-table.js";

const maxBytes = 256 * 2 ** 20;
const statsAtOnce = 32;

/** By extension in lower case. */
const parsers: Readonly<Record<string, (text: string, file: string) => ManifestRows>> = {
  ".csv": parseTable,
  ".tsv": parseTable,
  ".txt": parseList,
  ".jsonl": parseJsonLines,
  ".json": parseJson,
};

export function isManifest(path: string): boolean {
  return Object.hasOwn(parsers, extname(path).toLowerCase());
}

/**
 * A manifest of image files: a table, a list, JSON lines, or COCO annotations. Paths are relative to the manifest and stay
 * under its folder, links resolved. Any file may be listed: its content decides later whether it is an image.
 *
 * @throws GipfelError DATASET_EMPTY, DATASET_INVALID
 */
export async function openManifest(path: string): Promise<Dataset> {
  const { size } = await stat(path);
  if (size > maxBytes) {
    throw new GipfelError("DATASET_INVALID", `${path} has ${size} bytes; a manifest has at most ${maxBytes}`);
  }
  const file = basename(path);
  const { rows, notices } = parsers[extname(path).toLowerCase()](await readFile(path, "utf8"), file);
  if (rows.length === 0) {
    throw new GipfelError("DATASET_EMPTY", `${path} lists no images; write one row path,label for each`);
  }
  const root = dirname(path);
  const locator = await FileLocator.in(root, file);
  const files = await mapConcurrently(rows, statsAtOnce, async (row) => ({
    ...(await locator.locate(row)),
    label: row.label,
  }));
  refuseRepeats(file, rows, files);
  return fileDataset({ kind: "manifest", name: file, root, notices: [...notices, ...locator.notices()] }, files);
}

function refuseRepeats(manifest: string, rows: readonly ManifestRow[], files: readonly ListedFile[]): void {
  const lines = new Map<string, number>();
  for (const [index, { name, label }] of files.entries()) {
    const key = JSON.stringify([name, label]);
    const first = lines.get(key);
    const { line } = rows[index];
    if (first !== undefined) {
      throw invalid(manifest, line, `${name} with label ${label} is on line ${first} already; list it once`);
    }
    lines.set(key, line);
  }
}
