/** GraphML 1.1 (Brandes et al. 2001), directed, with typed attributes. */
import type { GraphDocument } from "@gipfel/contracts";
import type { Selection } from "../share.js";
import { type Column, edgeColumns, nodeColumns, tablesOf } from "./columns.js";
import { element, xmlHeader } from "./xml.js";

const types = { string: "string", integer: "long", double: "double" } as const;

export function toGraphml(document: GraphDocument, selection?: Selection): string {
  const { nodes, edges } = tablesOf(document, selection);
  const facts = graphColumns.map((column) => datum("graph", column, document));
  const content = [
    ...facts.flat(),
    ...nodes.map((node) =>
      element(
        "node",
        { id: node.id },
        nodeColumns.flatMap((column) => datum("node", column, node)),
      ),
    ),
    ...edges.map((edge) =>
      element(
        "edge",
        { id: edge.key, source: edge.source, target: edge.target },
        edgeColumns.flatMap((column) => datum("edge", column, edge)),
      ),
    ),
  ];
  const keys = [...keysFor("graph", graphColumns), ...keysFor("node", nodeColumns), ...keysFor("edge", edgeColumns)];
  const namespaces = {
    xmlns: "http://graphml.graphdrawing.org/xmlns",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
  };
  const graph = element("graph", { id: "attribution", edgedefault: "directed" }, content);
  return `${xmlHeader}\n${element("graphml", namespaces, [...keys, graph])}\n`;
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
