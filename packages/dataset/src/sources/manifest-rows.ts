import { GipfelError } from "@gipfel/contracts";

export interface ManifestRow {
  /** Line in the file, from 1. */
  readonly line: number;
  readonly path: string;
  /** Class index, or class name. */
  readonly label: number | string;
}

/** What a manifest says of one image, unchecked. */
export interface ManifestEntry {
  readonly line: number;
  readonly path: unknown;
  readonly labels: readonly unknown[];
}

export interface ManifestRows {
  readonly rows: readonly ManifestRow[];
  readonly notices: readonly string[];
}

const longestPath = 1000;
/** As names of classes in addresses. */
const longestLabel = 200;
/** What programs write for a label that is missing or came out of a division by zero. */
const notANumber = /^[+-]?(nan|inf|infinity)$/i;

/**
 * A row for each label of each image; images without any are left out and counted.
 *
 * @throws GipfelError DATASET_INVALID with the line
 */
export function rowsOf(file: string, entries: readonly ManifestEntry[], notices: readonly string[]): ManifestRows {
  const rows = entries.flatMap(({ line, path, labels }) => labels.map((label) => rowOf(file, line, path, label)));
  const several = entries.filter(({ labels }) => labels.length > 1).length;
  const none = entries.filter(({ labels }) => labels.length === 0).length;
  const counted = [
    ...(several > 0 ? [`${several} of ${entries.length} images have several labels and stand in each class`] : []),
    ...(none > 0 ? [`${none} of ${entries.length} images have no label and are left out`] : []),
  ];
  return { rows, notices: [...notices, ...counted] };
}

/** An error about one line of a manifest. */
export function invalid(file: string, line: number, what: string): GipfelError {
  return new GipfelError("DATASET_INVALID", `${file}, line ${line}: ${what}`);
}

function rowOf(file: string, line: number, path: unknown, label: unknown): ManifestRow {
  if (typeof path !== "string" || path === "" || path.includes("\0")) {
    throw invalid(file, line, "path must be the path of an image, relative to the manifest");
  }
  if (path.length > longestPath)
    throw invalid(file, line, `path has ${path.length} characters; ${longestPath} are the most`);
  const text = typeof label === "number" ? String(label) : label;
  if (typeof text !== "string" || text === "") {
    throw invalid(file, line, "label must be a class index or a class name");
  }
  if (text.length > longestLabel) {
    throw invalid(file, line, `label has ${text.length} characters; ${longestLabel} are the most`);
  }
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return { line, path, label: Number(text) };
  if (typeof label === "number" || Number.isFinite(Number(text)) || notANumber.test(text)) {
    throw invalid(file, line, `label ${text} is no class index; write an integer from 0, or a name`);
  }
  return { line, path, label: text };
}
