/** GEXF 1.3 (gexf.net), the format of Gephi: static, directed; an edge weighs its share. */
import type { GraphDocument } from "@gipfel/contracts";
import type { Selection } from "../share.js";
import { type Column, edgeColumns, nodeColumns, tablesOf } from "./columns.js";
import { element, xmlHeader } from "./xml.js";

export function toGexf(document: GraphDocument, selection?: Selection): string {
  const { nodes, edges } = tablesOf(document, selection);
  const description = `Attribution graph of ${document.class.name}: ${document.model.name} on ${document.dataset.name}`;
  const meta = element("meta", {}, [element("creator", {}, "Gipfel"), element("description", {}, description)]);
  const graph = element("graph", { mode: "static", defaultedgetype: "directed" }, [
    attributes("node", nodeColumns),
    attributes("edge", edgeColumns),
    element(
      "nodes",
      {},
      nodes.map((node) => element("node", { id: node.id, label: node.id }, values(nodeColumns, node))),
    ),
    element(
      "edges",
      {},
      edges.map((edge) =>
        element(
          "edge",
          { id: edge.key, source: edge.source, target: edge.target, weight: edge.share },
          values(edgeColumns, edge),
        ),
      ),
    ),
  ]);
  return `${xmlHeader}\n${element("gexf", { xmlns: "http://gexf.net/1.3", version: "1.3" }, [meta, graph])}\n`;
}

function attributes<Row>(domain: "node" | "edge", columns: readonly Column<Row>[]): string {
  return element(
    "attributes",
    { class: domain, mode: "static" },
    columns.map(({ name, type }) => element("attribute", { id: name, title: name, type })),
  );
}

function values<Row>(columns: readonly Column<Row>[], row: Row): string[] {
  const known = columns.flatMap((column) => {
    const value = column.cell(row);
    return value === null ? [] : [element("attvalue", { for: column.name, value })];
  });
  return [element("attvalues", {}, known)];
}
