import { GipfelError, type GraphDocument } from "@gipfel/contracts";
import type { Selection } from "../share.js";
import type { Exported } from "./columns.js";
import { csvPieces } from "./csv.js";
import { cyjsPieces } from "./cyjs.js";
import { gexfPieces } from "./gexf.js";
import { graphmlPieces } from "./graphml.js";
import { jsonPieces } from "./json.js";

const exporters = {
  json: jsonPieces,
  graphml: graphmlPieces,
  gexf: gexfPieces,
  cyjs: cyjsPieces,
  csv: csvPieces,
};

export type ExportFormat = keyof typeof exporters;

export const exportFormats = Object.keys(exporters) as readonly ExportFormat[];

/**
 * A graph document as text: `json` the document itself; `graphml` (networkx, yEd), `gexf` 1.3 (Gephi) and `cyjs`
 * (Cytoscape) with all figures of nodes and edges; `csv` the table of edges. Same document, same text.
 *
 * @param selection writes only the part it keeps; every figure, share too, stays that of the whole document
 * @param format one of {@link exportFormats}, as the user wrote it
 * @throws GipfelError OPTION_INVALID for another format; GRAPH_INVALID
 */
export function exportGraph(document: GraphDocument, format: string, selection?: Selection): string {
  return [...exportPieces({ document, ...(selection && { selection }) }, format)].join("");
}

/**
 * {@link exportGraph} piece by piece, each a few hundred characters: a large graph is never held as text.
 *
 * @throws GipfelError OPTION_INVALID for another format; GRAPH_INVALID with the first piece
 */
export function exportPieces(exported: Exported, format: string): Generator<string> {
  const known = exportFormats.find((name) => name === format);
  if (known === undefined) {
    throw new GipfelError(
      "OPTION_INVALID",
      `no export format ${format}; one of ${exportFormats.join(", ")} is expected`,
    );
  }
  return exporters[known](exported);
}
