import type { GraphDocument } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { edgeShares, nodeShares, shareOf } from "../share.js";
import { randomGraphDocument } from "../testing/random-graph.js";
import { compareGraphs, type Sides } from "./compare-graphs.js";

const membershipOf = ({ a, b }: Pick<Sides<unknown>, "a" | "b">) => (a && b ? "both" : a ? "a" : "b");
const graph = (seed: number) => randomGraphDocument({ layers: 3, nodesPerLayer: 6, edges: 60, seed });

/** The same graph with all concepts of layer 2 as one, and another name for its logit. */
function merged(document: GraphDocument): GraphDocument {
  const neurons = document.nodes.filter(({ layer }) => layer === "layer2").flatMap((node) => node.neurons);
  const idOf = (id: string) => (id.startsWith("layer2/") ? "layer2/all" : id.replace("logits/0", "logits/7"));
  const edges = new Map<string, GraphDocument["edges"][number]>();
  for (const edge of document.edges) {
    const [source, target] = [idOf(edge.source), idOf(edge.target)];
    const known = edges.get(`${source} ${target}`);
    const contribution = edge.contribution + (known?.contribution ?? 0);
    edges.set(`${source} ${target}`, { ...edge, source, target, contribution });
  }
  const nodes = new Map(document.nodes.map((node) => [idOf(node.id), { ...node, id: idOf(node.id) }]));
  const all = nodes.get("layer2/all");
  if (all) nodes.set(all.id, { ...all, neurons });
  return { ...document, nodes: [...nodes.values()], edges: [...edges.values()] };
}

describe("compareGraphs", () => {
  it.each([1, 2, 3])(
    "finds nothing different between a graph and itself, whose shares the union keeps (seed %i)",
    (seed) => {
      const document = graph(seed);
      const { nodes, edges, union } = compareGraphs(document, document);
      for (const node of nodes.values()) expect(membershipOf(node)).toBe("both");
      for (const edge of edges.values()) expect([membershipOf(edge), edge.difference]).toEqual(["both", 0]);
      const shares = nodeShares(union);
      for (const [id, share] of nodeShares(document)) expect(shares.get(id)).toBeCloseTo(share, 12);
      const edgesOfUnion = edgeShares(union);
      for (const [key, share] of edgeShares(document)) expect(edgesOfUnion.get(key)).toBeCloseTo(share, 12);
    },
  );

  it.each([4, 5, 6])("has the differences of A and B as those of B and A, negated (seed %i)", (seed) => {
    const [a, b] = [graph(seed), graph(seed + 100)];
    const [there, back] = [compareGraphs(a, b), compareGraphs(b, a)];
    expect(there.edges.size).toBe(back.edges.size);
    for (const [key, edge] of there.edges)
      expect(edge.difference).toBe(-(back.edges.get(key)?.difference ?? Number.NaN) + 0);
    const nodes = new Set(there.union.nodes.map(({ id }) => id));
    expect(shareOf(there.union, { nodes })).toBeCloseTo(1, 12);
  });

  it("says what is in one graph only, and keeps apart what has one id and other neurons", () => {
    const a = graph(7);
    const b = merged(a);
    const { nodes, union } = compareGraphs(a, b);
    const members = (layer: string) =>
      union.nodes.filter((node) => node.layer === layer).map((node) => membershipOf(nodes.get(node.id)!));
    expect(new Set(members("layer1"))).toEqual(new Set(["both"]));
    expect(new Set(members("logits"))).toEqual(new Set(["both"]));
    expect(members("layer2").sort()).toEqual(["a", "a", "a", "a", "a", "a", "b"]);
    const renamed = { ...b, nodes: b.nodes.map((node) => ({ ...node, id: node.id.replace("/all", "/0") })) };
    const edges = b.edges.map((edge) => ({
      ...edge,
      source: edge.source.replace("/all", "/0"),
      target: edge.target.replace("/all", "/0"),
    }));
    const again = compareGraphs(a, { ...renamed, edges });
    expect(again.nodes.get("layer2/0")?.b).toBeNull();
    expect(again.nodes.get("layer2/0·B")?.a).toBeNull();
  });

  it("conserves each side: relative contributions and rest into a node make one by size", () => {
    const [a, b] = [graph(8), graph(9)];
    const { edges, nodes } = compareGraphs(a, b);
    for (const { id, a: node } of nodes.values()) {
      const into = [...edges.values()].filter((edge) => edge.target === id);
      const total = a.edges
        .filter((edge) => edge.target === id)
        .reduce((sum, edge) => sum + Math.abs(edge.contribution), 0);
      const rest = Math.abs(node?.restActivation ?? 0);
      if (total + rest === 0) continue;
      const relative = into.reduce((sum, edge) => sum + Math.abs(edge.relative.a), 0);
      expect(relative + rest / (total + rest)).toBeCloseTo(1, 12);
    }
  });

  it("compares networks without a layer in common by their input and class alone", () => {
    const a = graph(10);
    const rename = (text: string) => text.replace("layer", "block");
    const b: GraphDocument = {
      ...a,
      layers: a.layers.map((layer) => ({ ...layer, id: rename(layer.id) })),
      nodes: a.nodes.map((node) => ({ ...node, id: rename(node.id), layer: rename(node.layer) })),
      edges: a.edges.map((edge) => ({ ...edge, source: rename(edge.source), target: rename(edge.target) })),
      segments: a.segments.map((segment) => ({
        ...segment,
        target: rename(segment.target),
        sources: segment.sources.map(rename),
      })),
    };
    const { nodes, union } = compareGraphs(a, b);
    const shared = [...nodes.values()].filter((node) => membershipOf(node) === "both").map(({ id }) => id);
    expect(shared.sort()).toEqual(["input/0", "logits/0"]);
    expect(shareOf(union, { nodes: new Set(nodes.keys()) })).toBeCloseTo(1, 12);
  });
});
