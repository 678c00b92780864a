/** Tables of images as text: CSV by any delimiter, and lists of `path label`. */
import { GipfelError } from "@gipfel/contracts";
import { parse } from "csv-parse/sync";
import { reasonOf } from "../support/reason-of.js";
import { hasPathColumn, manifestColumns } from "./manifest-columns.js";
import { invalid, type ManifestRows, rowsOf } from "./manifest-rows.js";

const delimiters = [",", ";", "\t", "|"] as const;
const delimiterNames: Readonly<Record<string, string>> = { ";": "semicolons", "\t": "tabs", "|": "bars" };

interface Line {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * A table with a header that names a column of paths and one of labels, or columns of 0 and 1 for classes; or two columns
 * without a header. Byte order marks, CRLF and quotes are as in any CSV.
 *
 * @throws GipfelError DATASET_INVALID with the line
 */
export function parseTable(text: string, file: string): ManifestRows {
  const first =
    text
      .replace(/^\uFEFF/, "")
      .trimStart()
      .split(/\r?\n|\r/, 1)[0] ?? "";
  const delimiter = delimiterOf(first);
  const lines = linesOf(text, file, delimiter);
  if (lines.length === 0) return { rows: [], notices: [] };
  const records = lines.map(({ record }) => record);
  const columns = manifestColumns(records);
  if (columns === undefined) {
    throw invalid(
      file,
      1,
      `the header is "${records[0].join(",").slice(0, 200)}"; expected the columns path,label, or path and a column of 0 and 1 for each class`,
    );
  }
  const { path, label, hasHeader, notices } = columns;
  const body = hasHeader ? lines.slice(1) : lines;
  const entries = body.map(({ record, info }) => ({
    line: info.lines,
    path: record[path],
    labels: typeof label === "number" ? splitLabels(record[label], delimiter) : classesOf(record, label),
  }));
  const split = delimiter === "," ? [] : [`columns are separated by ${delimiterNames[delimiter]}`];
  return rowsOf(file, entries, [...split, ...notices]);
}

/** Lines of `path label`, the label behind the last space or tab, as Caffe and ImageNet list images. */
export function parseList(text: string, file: string): ManifestRows {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const entries = lines.flatMap((content, index) => {
    if (content.trim() === "") return [];
    const [, path, label] = /^\s*(.*\S)\s+(\S+)\s*$/.exec(content) ?? [];
    if (path === undefined || label === undefined)
      throw invalid(file, index + 1, "expected a path, a space and a label");
    return [{ line: index + 1, path, labels: [label] }];
  });
  return rowsOf(file, entries, []);
}

function delimiterOf(header: string): (typeof delimiters)[number] {
  const cells = (delimiter: string) => header.split(delimiter).map((cell) => cell.trim().replace(/^"|"$/g, ""));
  const named = delimiters.find((delimiter) => cells(delimiter).length > 1 && hasPathColumn(cells(delimiter)));
  if (named !== undefined) return named;
  return delimiters.reduce((best, delimiter) => (cells(delimiter).length > cells(best).length ? delimiter : best));
}

function linesOf(text: string, file: string, delimiter: string): Line[] {
  try {
    return parse(text, { bom: true, trim: true, skip_empty_lines: true, info: true, delimiter }) as unknown as Line[];
  } catch (cause) {
    throw new GipfelError("DATASET_INVALID", `${file} is not a CSV file: ${reasonOf(cause)}`, { cause });
  }
}

/** `cat|dog`, unless bars separate columns. */
function splitLabels(text: string, delimiter: string): string[] {
  return delimiter === "|" || !text.includes("|") ? [text] : text.split("|").map((label) => label.trim());
}

function classesOf(record: readonly string[], classes: ReadonlyMap<number, string>): string[] {
  return [...classes].flatMap(([column, name]) => (Number(record[column]) === 1 ? [name] : []));
}
