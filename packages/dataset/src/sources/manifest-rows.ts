import { GipfelError } from "@gipfel/contracts";
import { parse } from "csv-parse/sync";
import { reasonOf } from "../support/reason-of.js";

export interface ManifestRow {
  /** Line in the file, from 1. */
  line: number;
  path: string;
  /** Class index, or class name. */
  label: number | string;
}

const longestPath = 1000;
/** As names of classes in addresses. */
const longestLabel = 200;
/** What programs write for a label that is missing or came out of a division by zero. */
const notANumber = /^[+-]?(nan|inf|infinity)$/i;

/**
 * Rows of a CSV manifest: a header with the columns `path` and `label` (others are ignored), then one image a row.
 * Throws DATASET_INVALID with the line.
 */
export function parseCsvManifest(text: string, file: string): ManifestRow[] {
  const checkHeader = (header: string[]) => {
    if (header.includes("path") && header.includes("label")) return header;
    throw invalid(file, 1, `the header is "${header.join(",")}"; it must have the columns path,label`);
  };
  try {
    return parse<ManifestRow, Record<string, string>>(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      columns: checkHeader,
      on_record: ({ path, label }, { lines }) => rowOf(file, lines, path, label),
    });
  } catch (cause) {
    if (cause instanceof GipfelError) throw cause;
    throw new GipfelError("DATASET_INVALID", `${file} is not a CSV file: ${reasonOf(cause)}.`, { cause });
  }
}

/** Rows of a JSON-lines manifest: one object `{"path", "label"}` a line. Throws DATASET_INVALID with the line. */
export function parseJsonlManifest(text: string, file: string): ManifestRow[] {
  const rows: ManifestRow[] = [];
  for (const [index, content] of text.split("\n").entries()) {
    if (content.trim() === "") continue;
    const line = index + 1;
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (cause) {
      throw invalid(file, line, `not JSON (${reasonOf(cause)}); write {"path": …, "label": …}`);
    }
    if (typeof value !== "object" || value === null || !("path" in value) || !("label" in value)) {
      throw invalid(file, line, 'not an object with path and label; write {"path": …, "label": …}');
    }
    rows.push(rowOf(file, line, value.path, value.label));
  }
  return rows;
}

/** An error about one line of a manifest. */
export function invalid(file: string, line: number, what: string): GipfelError {
  return new GipfelError("DATASET_INVALID", `${file}, line ${line}: ${what}.`);
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
