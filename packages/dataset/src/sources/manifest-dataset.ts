import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, relative, resolve, sep } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { isInside } from "../support/inside.js";
import { mapConcurrently } from "../support/map-concurrently.js";
import type { Dataset } from "./dataset.js";
import { fileDataset, type ListedFile } from "./file-dataset.js";
import { invalid, type ManifestRow, parseCsvManifest, parseJsonlManifest } from "./manifest-rows.js";

const largestManifest = 256 * 2 ** 20;
const statsAtOnce = 32;

/**
 * A manifest of image files, `path,label` in CSV or JSON lines. Paths are relative to the manifest and stay under its
 * folder, links resolved. Any file may be listed: its content decides later whether it is an image.
 */
export async function openManifest(path: string): Promise<Dataset> {
  const { size } = await stat(path);
  if (size > largestManifest) {
    throw new GipfelError("DATASET_INVALID", `${path} has ${size} bytes; a manifest has at most ${largestManifest}.`);
  }
  const file = basename(path);
  const text = await readFile(path, "utf8");
  const rows = extname(path).toLowerCase() === ".csv" ? parseCsvManifest(text, file) : parseJsonlManifest(text, file);
  if (rows.length === 0) {
    throw new GipfelError("DATASET_EMPTY", `${path} lists no images; write one row path,label for each.`);
  }
  const folder = dirname(path);
  const realFolder = await realpath(folder);
  const files = await mapConcurrently(rows, statsAtOnce, (row) => locate(file, folder, realFolder, row));
  refuseRepeats(file, rows, files);
  return fileDataset({ kind: "manifest", name: file, root: folder, notices: [] }, files);
}

async function locate(manifest: string, folder: string, realFolder: string, row: ManifestRow): Promise<ListedFile> {
  const file = resolve(folder, row.path);
  if (!isInside(folder, file)) {
    throw invalid(manifest, row.line, `${row.path} leaves the manifest's folder; images must lie under it`);
  }
  const target = await realpath(file).catch(() => {
    throw invalid(manifest, row.line, `there is no file ${row.path}; paths are relative to the manifest`);
  });
  if (!isInside(realFolder, target)) {
    throw invalid(manifest, row.line, `${row.path} is a link out of the manifest's folder; images must lie under it`);
  }
  const stats = await stat(target);
  if (!stats.isFile()) throw invalid(manifest, row.line, `${row.path} is not a file; list each image`);
  return { name: relative(folder, file).split(sep).join("/"), file, size: stats.size, label: row.label };
}

function refuseRepeats(manifest: string, rows: ManifestRow[], files: ListedFile[]): void {
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
