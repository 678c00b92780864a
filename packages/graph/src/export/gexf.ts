/** GEXF 1.3 (gexf.net), the format of Gephi: static, directed; an edge weighs its share. */
import { type Column, type Exported, edgeColumns, nodeColumns, tablesOf } from "./columns.js";
import { element, elementPieces, xmlHeader } from "./xml.js";

export function* gexfPieces(exported: Exported): Generator<string> {
  const { document } = exported;
  const { nodes, edges } = tablesOf(exported);
  const description = `Attribution graph of ${document.class.name}: ${document.model.name} on ${document.dataset.name}`;
  const meta = element("meta", {}, [element("creator", {}, "Gipfel"), element("description", {}, description)]);
  const nodeElements = function* () {
    for (const node of nodes) {
      yield [element("node", { id: node.id, label: node.id }, values(nodeColumns, node))];
    }
  };
  const edgeElements = function* () {
    for (const edge of edges) {
      const attributes = { id: edge.key, source: edge.source, target: edge.target, weight: edge.share };
      yield [element("edge", attributes, values(edgeColumns, edge))];
    }
  };
  const graph = elementPieces("graph", { mode: "static", defaultedgetype: "directed" }, [
    [attributes("node", nodeColumns)],
    [attributes("edge", edgeColumns)],
    elementPieces("nodes", {}, nodeElements()),
    elementPieces("edges", {}, edgeElements()),
  ]);
  yield `${xmlHeader}\n`;
  yield* elementPieces("gexf", { xmlns: "http://gexf.net/1.3", version: "1.3" }, [[meta], graph]);
  yield "\n";
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
