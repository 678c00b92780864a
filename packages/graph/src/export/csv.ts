/** The edge table as CSV (RFC 4180, lines ended by LF): one header line, one line per edge; unknown cells are empty. */
import type { GraphDocument } from "@gipfel/contracts";
import type { Selection } from "../share.js";
import { type Column, type EdgeRow, edgeColumns, tablesOf } from "./columns.js";

const columns: readonly Column<EdgeRow>[] = [
  { name: "source", type: "string", cell: (edge) => edge.source },
  { name: "target", type: "string", cell: (edge) => edge.target },
  ...edgeColumns,
];

export function toCsv(document: GraphDocument, selection?: Selection): string {
  const rows = tablesOf(document, selection).edges.map((edge) => columns.map((column) => column.cell(edge)));
  return [columns.map((column) => column.name), ...rows].map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
}

function quoted(cell: string | number | null): string {
  const text = String(cell ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
