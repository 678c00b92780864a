/** GraphML 1.1 (Brandes et al. 2001), directed, with typed attributes. */
import type { GraphDocument } from "@gipfel/contracts";
import { type Column, type Exported, edgeColumns, nodeColumns, tablesOf } from "./columns.js";
import { element, elementPieces, xmlHeader } from "./xml.js";

const types = { string: "string", integer: "long", double: "double" } as const;

const namespaces = {
  xmlns: "http://graphml.graphdrawing.org/xmlns",
  "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
  "xsi:schemaLocation": "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
};

export function* graphmlPieces(exported: Exported): Generator<string> {
  const keys = [...keysFor("graph", graphColumns), ...keysFor("node", nodeColumns), ...keysFor("edge", edgeColumns)];
  const graph = elementPieces("graph", { id: "attribution", edgedefault: "directed" }, contentOf(exported));
  yield `${xmlHeader}\n`;
  yield* elementPieces("graphml", namespaces, [...keys.map((key) => [key]), graph]);
  yield "\n";
}

function* contentOf(exported: Exported): Generator<string[]> {
  const { nodes, edges } = tablesOf(exported);
  for (const column of graphColumns) {
    for (const fact of datum("graph", column, exported.document)) yield [fact];
  }
  for (const node of nodes) {
    const data = nodeColumns.flatMap((column) => datum("node", column, node));
    yield [element("node", { id: node.id }, data)];
  }
  for (const edge of edges) {
    const data = edgeColumns.flatMap((column) => datum("edge", column, edge));
    yield [element("edge", { id: edge.key, source: edge.source, target: edge.target }, data)];
  }
}

const graphColumns: readonly Column<GraphDocument>[] = [
  { name: "class", type: "string", cell: (document) => document.class.name },
  { name: "classIndex", type: "integer", cell: (document) => document.class.index },
  { name: "images", type: "integer", cell: (document) => document.class.images },
  { name: "model", type: "string", cell: (document) => document.model.name },
  { name: "dataset", type: "string", cell: (document) => document.dataset.name },
];

type Domain = "graph" | "node" | "edge";

function keysFor<Row>(domain: Domain, columns: readonly Column<Row>[]): string[] {
  return columns.map(({ name, type }) =>
    element("key", { id: `${domain}.${name}`, for: domain, "attr.name": name, "attr.type": types[type] }),
  );
}

function datum<Row>(domain: Domain, column: Column<Row>, row: Row): string[] {
  const value = column.cell(row);
  return value === null ? [] : [element("data", { key: `${domain}.${column.name}` }, String(value))];
}
