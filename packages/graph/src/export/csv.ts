/** The edge table as CSV (RFC 4180, lines ended by LF): one header line, one line per edge; unknown cells are empty. */
import { type Cell, type Column, type EdgeRow, type Exported, edgeColumns, tablesOf } from "./columns.js";

const columns: readonly Column<EdgeRow>[] = [
  { name: "source", type: "string", cell: (edge) => edge.source },
  { name: "target", type: "string", cell: (edge) => edge.target },
  ...edgeColumns,
];

export function* csvPieces(exported: Exported): Generator<string> {
  yield line(columns.map((column) => column.name));
  for (const edge of tablesOf(exported).edges) yield line(columns.map((column) => column.cell(edge)));
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(quoted).join(",")}\n`;
}

function quoted(cell: Cell): string {
  if (typeof cell !== "string") return String(cell ?? "");
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
