import { GipfelError, type GraphDocument } from "@gipfel/contracts";
import { selectionDocument } from "../selection-document.js";
import type { Selection } from "../share.js";
import { toCsv } from "./csv.js";
import { toCyjs } from "./cyjs.js";
import { toGexf } from "./gexf.js";
import { toGraphml } from "./graphml.js";

const exporters = {
  json: toJson,
  graphml: toGraphml,
  gexf: toGexf,
  cyjs: toCyjs,
  csv: toCsv,
};

function toJson(document: GraphDocument, selection?: Selection): string {
  return `${JSON.stringify(selection === undefined ? document : selectionDocument(document, selection))}\n`;
}

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
  const known = exportFormats.find((name) => name === format);
  if (known === undefined) {
    throw new GipfelError(
      "OPTION_INVALID",
      `no export format ${format}; one of ${exportFormats.join(", ")} is expected`,
    );
  }
  return exporters[known](document, selection);
}
