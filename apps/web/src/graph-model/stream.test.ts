import type { GraphEdge } from "@gipfel/contracts";
import { edgeKey } from "@gipfel/graph";
import { describe, expect, it } from "vitest";
import { streamOf } from "./stream.js";

/**
 *   a → c → e → g
 *   b → d → f → g,   c → f
 */
const pairs = ["ac", "ce", "eg", "bd", "df", "fg", "cf"];
const edges: GraphEdge[] = pairs.map(([source, target]) => ({
  source,
  target,
  contribution: 1,
  gradient: 1,
  standardError: null,
  tQuantile: null,
  signAgreement: null,
  images: 1,
}));
const by = (end: "source" | "target") =>
  new Map([..."abcdefg"].map((node) => [node, edges.filter((edge) => edge[end] === node)]));
const graph = {
  edges: new Map(edges.map((edge) => [edgeKey(edge), edge])),
  incoming: by("target"),
  outgoing: by("source"),
};
const all = { nodes: new Set("abcdefg"), edges: new Set(graph.edges.keys()) };

describe("streamOf", () => {
  it("goes up and down from a node, not sideways", () => {
    const stream = streamOf(graph, all, { kind: "node", id: "c" });
    expect([...stream.nodes].sort().join("")).toBe("acefg");
    expect([...stream.edges].sort()).toEqual(["a>c", "c>e", "c>f", "e>g", "f>g"]);
  });

  it("goes up from the source and down from the target of an edge", () => {
    const stream = streamOf(graph, all, { kind: "edge", id: "c>f" });
    expect([...stream.nodes].sort().join("")).toBe("acfg");
    expect([...stream.edges].sort()).toEqual(["a>c", "c>f", "f>g"]);
  });

  it("does not go through what is hidden", () => {
    const visible = { nodes: all.nodes, edges: new Set([...all.edges].filter((key) => key !== "c>e")) };
    expect([...streamOf(graph, visible, { kind: "node", id: "a" }).nodes].sort().join("")).toBe("acfg");
    expect([...streamOf(graph, visible, { kind: "node", id: "e" }).nodes].sort().join("")).toBe("eg");
  });
});
