/** The columns of a table of images: the one with paths, and the one or ones with classes. */
import { foreignFormat } from "../formats/foreign-formats.js";
import { hasImageExtension } from "../formats/image-formats.js";

export interface ManifestColumns {
  readonly path: number;
  /** A column of labels, or columns of 0 and 1, one for each class, by name. */
  readonly label: number | ReadonlyMap<number, string>;
  readonly hasHeader: boolean;
  readonly notices: readonly string[];
}

/** In lower case without `_`, `-` and spaces, best first. */
const pathNames =
  "path filepath imagepath imgpath file filename imagefile imagefilename imagename image img imageid imgid uri url location name id".split(
    " ",
  );
const labelNames =
  "label labels class classname classlabel classid labelname labelid category categoryname categoryid target y species dx diagnosis tag tags".split(
    " ",
  );

const normalized = (name: string) => name.toLowerCase().replace(/[_\-\s]+/g, "");

/** Whether a table with this header has the columns of a manifest. */
export function hasPathColumn(header: readonly string[]): boolean {
  return columnNamed(header, pathNames) >= 0;
}

/** @param records all rows, the header first where there is one; undefined where no columns fit */
export function manifestColumns(records: readonly (readonly string[])[]): ManifestColumns | undefined {
  const [header] = records;
  if (header === undefined) return undefined;
  const path = columnNamed(header, pathNames);
  if (path < 0) return withoutHeader(header);
  const label = columnNamed(header, labelNames);
  if (label >= 0) {
    const isUsual = header[path] === "path" && header[label] === "label";
    const notice = `columns ${header[path]} and ${header[label]} are taken for path and label`;
    return { path, label, hasHeader: true, notices: isUsual ? [] : [notice] };
  }
  const classes = binaryColumns(records, path);
  if (classes.size < 2) return undefined;
  const names = [...classes.values()];
  const shown = names.slice(0, 4).join(", ") + (names.length > 4 ? `, … (${names.length})` : "");
  return {
    path,
    label: classes,
    hasHeader: true,
    notices: [`columns of 0 and 1 are taken for classes, an image being of each that has 1: ${shown}`],
  };
}

function columnNamed(header: readonly string[], names: readonly string[]): number {
  const found = header.map(normalized);
  const name = names.find((candidate) => found.includes(candidate));
  return name === undefined ? -1 : found.indexOf(name);
}

/** Two columns, one of them an image in the first row already. */
function withoutHeader(first: readonly string[]): ManifestColumns | undefined {
  const path = first.findIndex((cell) => hasImageExtension(cell) || foreignFormat(cell) !== undefined);
  if (path < 0 || first.length !== 2) return undefined;
  const notice = `a table without a header: column ${path + 1} is taken for path and column ${2 - path} for label`;
  return { path, label: 1 - path, hasHeader: false, notices: [notice] };
}

function binaryColumns(records: readonly (readonly string[])[], path: number): Map<number, string> {
  const [header, ...rows] = records;
  const isBinary = (column: number) => rows.length > 0 && rows.every((row) => /^[01](\.0*)?$/.test(row[column] ?? ""));
  return new Map(
    header.flatMap((name, column) => (column !== path && name !== "" && isBinary(column) ? [[column, name]] : [])),
  );
}
