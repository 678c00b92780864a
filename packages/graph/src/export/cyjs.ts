/** Cytoscape.js JSON in the envelope that Cytoscape desktop reads (`.cyjs`, format version 1.0). */
import type { GraphDocument } from "@gipfel/contracts";
import type { Selection } from "../share.js";
import { type Column, edgeColumns, nodeColumns, tablesOf } from "./columns.js";

export function toCyjs(document: GraphDocument, selection?: Selection): string {
  const { nodes, edges } = tablesOf(document, selection);
  const name = `${document.class.name} (${document.model.name})`;
  const network = {
    format_version: "1.0",
    generated_by: "gipfel",
    target_cytoscapejs_version: "~3",
    data: {
      name,
      shared_name: name,
      class: document.class.name,
      model: document.model.name,
      dataset: document.dataset.name,
    },
    elements: {
      nodes: nodes.map((node) => ({
        data: { id: node.id, name: node.id, shared_name: node.id, ...known(nodeColumns, node) },
      })),
      edges: edges.map((edge) => ({
        data: {
          id: edge.key,
          source: edge.source,
          target: edge.target,
          name: edge.key,
          shared_name: edge.key,
          interaction: "contributes",
          ...known(edgeColumns, edge),
        },
      })),
    },
  };
  return `${JSON.stringify(network)}\n`;
}

function known<Row>(columns: readonly Column<Row>[], row: Row): Record<string, string | number> {
  const cells: Record<string, string | number> = {};
  for (const column of columns) {
    const value = column.cell(row);
    if (value !== null) cells[column.name] = value;
  }
  return cells;
}
