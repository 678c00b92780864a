/** Cytoscape.js JSON in the envelope that Cytoscape desktop reads (`.cyjs`, format version 1.0). */
import { type Column, type Exported, edgeColumns, nodeColumns, tablesOf } from "./columns.js";
import { arrayPieces } from "./json.js";

export function* cyjsPieces(exported: Exported): Generator<string> {
  const { document } = exported;
  const { nodes, edges } = tablesOf(exported);
  const name = `${document.class.name} (${document.model.name})`;
  const head = JSON.stringify({
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
  });
  yield `${head.slice(0, -1)},"elements":{"nodes":`;
  yield* arrayPieces(nodes, (node) => ({
    data: { id: node.id, name: node.id, shared_name: node.id, ...known(nodeColumns, node) },
  }));
  yield ',"edges":';
  yield* arrayPieces(edges, (edge) => ({
    data: {
      id: edge.key,
      source: edge.source,
      target: edge.target,
      name: edge.key,
      shared_name: edge.key,
      interaction: "contributes",
      ...known(edgeColumns, edge),
    },
  }));
  yield "}}\n";
}

function known<Row>(columns: readonly Column<Row>[], row: Row): Record<string, string | number> {
  const cells: Record<string, string | number> = {};
  for (const column of columns) {
    const value = column.cell(row);
    if (value !== null) cells[column.name] = value;
  }
  return cells;
}
