import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { mergedGraph } from "./merged-graph.js";

/** Three concepts of two neurons each: 0 and 1, 2 and 3, 4 and 5. */
const base = testDocument({ image: 1, conv: 3, logits: 1 }, [
  ["image/0", "conv/0", 1],
  ["image/0", "conv/1", 2],
  ["image/0", "conv/2", -4],
  ["conv/0", "logits/0", 3],
  ["conv/1", "logits/0", 5],
  ["conv/2", "logits/0", -6],
]);
const segment = (source: string, target: string) => ({
  target,
  sources: [source],
  kind: "exact" as const,
  reason: "affine",
  steps: 0,
  completenessResidual: 0,
});
const document = { ...base, segments: [segment("image", "conv"), segment("conv", "logits")] };
const concepts = [
  [0, 1, 4, 5],
  [2, 3],
];

describe("mergedGraph", () => {
  it("sums the edges of what is merged, and leaves the others with their errors", () => {
    const { nodes, edges, options } = mergedGraph(document, { conv: { concepts } });
    expect(nodes.find(({ id }) => id === "conv/0")?.neurons).toEqual([0, 1, 4, 5]);
    expect(Object.fromEntries(edges.map((edge) => [`${edge.source} ${edge.target}`, edge.contribution]))).toEqual({
      "image/0 conv/0": -3,
      "image/0 conv/1": 2,
      "conv/0 logits/0": -3,
      "conv/1 logits/0": 5,
    });
    expect(edges.map(({ standardError }) => standardError)).toEqual([null, 0.5, null, 0.5]);
    expect(options.regrouped).toEqual(["conv"]);
  });
  it("is the graph itself where nothing is merged", () => {
    expect(mergedGraph(document, {})).toBe(document);
  });
  it("takes nothing apart", () => {
    const halves = [[0], [1, 2, 3], [4, 5]];
    expect(() => mergedGraph(document, { conv: { concepts: halves } })).toThrow(/single neurons/);
    expect(() => mergedGraph(document, { conv: { clusters: 2 } })).toThrow(/single neurons/);
    expect(() => mergedGraph(document, { conv: { concepts, split: { concept: 0, into: 2 } } })).toThrow(/single/);
  });
  it("refuses parts of graphs, whose edges are not all there", () => {
    const [first, ...others] = document.nodes;
    const edges = { incoming: 2, arriving: 0.5 };
    const nodes = [{ ...first, cut: { contribution: edges, gradient: edges } }, ...others];
    expect(() => mergedGraph({ ...document, nodes }, { conv: { concepts } })).toThrow(/part of a graph/);
  });
});
