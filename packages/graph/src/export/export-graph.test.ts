import { type GraphDocument, parseGraphDocument } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { edgeKey } from "../edge-key.js";
import { pruneToShare } from "../prune.js";
import { edgeShares } from "../share.js";
import { randomGraphDocument } from "../testing/random-graph.js";
import { exportFormats, exportGraph, exportPieces } from "./export-graph.js";

const random = randomGraphDocument({ layers: 4, nodesPerLayer: 6, edges: 80, seed: 3 });
const document: GraphDocument = {
  ...random,
  class: { ...random.class, name: 'tench, "Tinca" <tinca> & co\u0007' },
  layers: random.layers.map((layer) => (layer.id === "layer1" ? { ...layer, name: "a/b:0<&>\n" } : layer)),
  edges: random.edges.map((edge, e) => (e % 7 === 0 ? { ...edge, standardError: null } : edge)),
};
const shares = edgeShares(document);

type Fields = Record<string, string>;

const unescaped = (text: string) =>
  text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
const attributesOf = (head: string): Fields =>
  Object.fromEntries([...head.matchAll(/([\w.:]+)="([^"]*)"/g)].map(([, key, value]) => [key, unescaped(value)]));
const elementsOf = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name} ([^>]*?)>(.*?)</${name}>`, "gs"))].map(([, head, body]) => ({
    ...attributesOf(head),
    body,
  })) as (Fields & { body: string })[];

/** Edge figures as an exporter should have written them: text of the exact number, nothing for null. */
function expectEdge(fields: Fields, edge: GraphDocument["edges"][number]): void {
  expect(Number(fields.contribution)).toBe(edge.contribution);
  expect(Number(fields.gradient)).toBe(edge.gradient);
  expect(fields.standardError).toBe(edge.standardError === null ? undefined : String(edge.standardError));
  expect(Number(fields.signAgreement)).toBe(edge.signAgreement);
  expect(Number(fields.images)).toBe(edge.images);
  expect(Number(fields.share)).toBe(shares.get(edgeKey(edge)));
  expect(fields.sourceLayer).toBe(edge.source.split("/")[0]);
}

/** FNV-1a, 32 bits, over UTF-16. */
function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Hashes of the whole and of the half that carries most, as they were written before exports came in pieces. */
const written: Record<string, readonly [number, number]> = {
  json: [4019389730, 2976141048],
  graphml: [2574704928, 2057710817],
  gexf: [3511343782, 1002066998],
  cyjs: [3648269885, 4235515644],
  csv: [3566481198, 3170665936],
};

describe("exportGraph", () => {
  it.each(exportFormats)("writes %s byte for byte as ever, from pieces that stay small", (format) => {
    const half = pruneToShare(document, 0.5);
    const hashes = [undefined, half].map((selection) => fnv(exportGraph(document, format, selection)));
    expect(hashes).toEqual(written[format]);
    const longest = Math.max(...[...exportPieces({ document }, format)].map(({ length }) => length));
    expect(longest).toBeLessThan(5000);
  });

  it("writes json that parses to the same document", () => {
    expect(parseGraphDocument(JSON.parse(exportGraph(document, "json")))).toEqual(document);
  });

  it("writes csv with one line per edge and empty cells for what is not known", () => {
    const [header, ...lines] = exportGraph(document, "csv").trimEnd().split("\n");
    expect(lines).toHaveLength(document.edges.length);
    for (const [e, line] of lines.entries()) {
      const cells = line.split(",");
      const fields = Object.fromEntries(
        header.split(",").flatMap((name, i) => (cells[i] === "" ? [] : [[name, cells[i]]])),
      );
      expect([fields.source, fields.target]).toEqual([document.edges[e].source, document.edges[e].target]);
      expectEdge(fields, document.edges[e]);
    }
  });

  it("writes GraphML with every figure under a declared, typed key", () => {
    const xml = exportGraph(document, "graphml");
    const types = new Map(
      [...xml.matchAll(/<key ([^>]*)\/>/g)].map(([, head]) => [attributesOf(head).id, attributesOf(head)]),
    );
    const figures = (body: string) =>
      Object.fromEntries(
        [...body.matchAll(/<data key="([^"]*)">([^<]*)<\/data>/g)].map(([, key, value]) => {
          expect(types.has(key)).toBe(true);
          return [types.get(key)?.["attr.name"], unescaped(value)];
        }),
      );
    const nodes = elementsOf(xml, "node");
    expect(nodes.map((node) => node.id)).toEqual(document.nodes.map((node) => node.id));
    for (const [n, node] of nodes.entries()) {
      expect(Number(figures(node.body).share)).toBe(document.nodes[n].share);
      if (document.nodes[n].layer === "layer1") expect(figures(node.body).layerName).toBe("a/b:0<&>\n");
      expect("flow" in figures(node.body)).toBe(document.nodes[n].flow !== null);
    }
    const edges = elementsOf(xml, "edge");
    expect(edges).toHaveLength(document.edges.length);
    for (const [e, edge] of edges.entries()) expectEdge(figures(edge.body), document.edges[e]);
    expect(types.get("edge.contribution")).toMatchObject({ for: "edge", "attr.type": "double" });
    expect(xml).toContain("tench, &quot;Tinca&quot; &lt;tinca&gt; &amp; co\ufffd<");
  });

  it("writes GEXF 1.3 with the share as weight", () => {
    const xml = exportGraph(document, "gexf");
    expect(xml).toContain('<gexf xmlns="http://gexf.net/1.3" version="1.3">');
    const figures = (body: string) =>
      Object.fromEntries(
        [...body.matchAll(/<attvalue ([^>]*)\/>/g)].map(([, head]) => [
          attributesOf(head).for,
          attributesOf(head).value,
        ]),
      );
    expect(elementsOf(xml, "node").map((node) => node.id)).toEqual(document.nodes.map((node) => node.id));
    const edges = elementsOf(xml, "edge");
    expect(edges).toHaveLength(document.edges.length);
    for (const [e, edge] of edges.entries()) {
      expectEdge(figures(edge.body), document.edges[e]);
      expect(Number(edge.weight)).toBe(shares.get(edgeKey(document.edges[e])));
    }
  });

  it("writes cyjs with elements that name each other", () => {
    const { format_version, elements, data } = JSON.parse(exportGraph(document, "cyjs"));
    expect(format_version).toBe("1.0");
    expect(data.class).toBe(document.class.name);
    const ids = new Set(elements.nodes.map((node: { data: Fields }) => node.data.id));
    expect(ids.size).toBe(document.nodes.length);
    for (const [e, edge] of elements.edges.entries()) {
      expect(ids.has(edge.data.source) && ids.has(edge.data.target)).toBe(true);
      const texts = Object.entries(edge.data).map(([key, value]) => [key, String(value)]);
      expectEdge(Object.fromEntries(texts), document.edges[e]);
    }
  });

  it("writes a selection with the shares of the whole graph", () => {
    const selection = pruneToShare(document, 0.4);
    const [header, ...lines] = exportGraph(document, "csv", selection).trimEnd().split("\n");
    expect(lines).toHaveLength(selection.edges.size);
    const share = header.split(",").indexOf("share");
    for (const line of lines) {
      const cells = line.split(",");
      expect(Number(cells[share])).toBe(shares.get(`${cells[0]}>${cells[1]}`));
    }
    expect(JSON.parse(exportGraph(document, "json", selection)).nodes).toHaveLength(selection.nodes.size);
  });

  it("writes no number that is none, and the same text again", () => {
    for (const format of exportFormats) {
      const text = exportGraph(document, format);
      expect(text).not.toMatch(/NaN|Infinity|undefined/);
      expect(exportGraph(document, format) === text).toBe(true);
    }
  });

  it("names the formats there are", () => {
    expect(() => exportGraph(document, "dot")).toThrow("one of json, graphml, gexf, cyjs, csv is expected");
  });
});
