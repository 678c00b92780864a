import { parseGraphDocument } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { buildGraphDocument } from "./build-graph-document.js";
import { personalisedPageRank } from "./pagerank.js";
import { nodeShares } from "./share.js";
import { generator, randomGraphParts, shuffled } from "./testing/random-graph.js";

const options = { layers: 4, nodesPerLayer: 12, edges: 200, seed: 7 };

describe("buildGraphDocument", () => {
  const parts = randomGraphParts(options);
  const document = buildGraphDocument(parts);

  it("makes a valid document that survives JSON", () => {
    expect(parseGraphDocument(JSON.parse(JSON.stringify(document)))).toEqual(document);
  });

  it("fills share and PageRank", () => {
    const shares = nodeShares(document);
    const ranks = personalisedPageRank(document);
    for (const node of document.nodes) {
      expect(node.share).toBeCloseTo(shares.get(node.id) ?? Number.NaN, 14);
      expect(node.pagerank).toBeCloseTo(ranks.get(node.id) ?? Number.NaN, 14);
    }
  });

  it("sorts layers by depth and nodes by number", () => {
    expect(document.layers.map((layer) => layer.depth)).toEqual([0, 1, 2, 3, 4, 5]);
    const first = document.nodes.filter((node) => node.layer === "layer1").map((node) => node.id);
    expect(first).toEqual(Array.from({ length: 12 }, (_, n) => `layer1/${n}`));
  });

  it("gives the same bytes whatever the order of its parts", () => {
    const random = generator(3);
    const rebuilt = buildGraphDocument({
      ...parts,
      layers: shuffled(parts.layers, random),
      nodes: shuffled(parts.nodes, random),
      edges: shuffled(parts.edges, random),
      segments: shuffled(parts.segments, random),
    });
    expect(JSON.stringify(rebuilt) === JSON.stringify(document)).toBe(true);
  });

  it("refuses parts that do not fit together", () => {
    const code = expect.objectContaining({ code: "GRAPH_INVALID" });
    const [edge, ...edges] = parts.edges;
    expect(() => buildGraphDocument({ ...parts, edges: [{ ...edge, contribution: Number.NaN }, ...edges] })).toThrow(
      code,
    );
    expect(() => buildGraphDocument({ ...parts, edges: [{ ...edge, gradient: Infinity }, ...edges] })).toThrow(code);
    expect(() => buildGraphDocument({ ...parts, edges: [edge, edge, ...edges] })).toThrow(code);
    expect(() => buildGraphDocument({ ...parts, nodes: parts.nodes.slice(1) })).toThrow(code);
    expect(() => buildGraphDocument({ ...parts, layers: parts.layers.slice(1) })).toThrow(code);
  });
});
