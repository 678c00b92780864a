import type { GraphDocument } from "@gipfel/contracts";
import { shareOf } from "@gipfel/graph";
import { describe, expect, it } from "vitest";
import { mergeConcepts } from "./merge-concepts.js";

const layer = (id: string, role: "input" | "hidden" | "output", depth: number, neurons: number) => ({
  ...{ id, name: id, role, depth, neurons, size: [1, 1] as [number, number], dead: [] },
  ...{ explainedVariance: null, silhouette: null, chanceSilhouette: null, stability: null },
});
const node = (id: string, neurons: number[], flow: number | null) => ({
  ...{ id, layer: id.split("/")[0]!, neurons, meanActivation: neurons[0]! + 1, share: 0, flow, rest: flow },
  ...{ restActivation: 0.5 * neurons.length, pagerank: 0 },
  examples: neurons.map((n) => ({
    image: n % 2,
    box: [0, 0, 1, 1] as [number, number, number, number],
    activation: n,
  })),
});
const edge = (source: string, target: string, contribution: number) => ({
  ...{ source, target, contribution, gradient: contribution / 2 },
  ...{ standardError: 0.1, tQuantile: 2, signAgreement: 1, images: 20 },
});

const document: GraphDocument = {
  format: "gipfel-graph",
  version: 1,
  class: { index: 0, name: "cat", images: 20, accuracy: 1, logit: 3 },
  model: { name: "net", hash: "m" },
  dataset: { name: "images", hash: "d", images: 20 },
  options: {},
  layers: [layer("a", "hidden", 0, 4), layer("b", "hidden", 1, 3), layer("logits", "output", 2, 2)],
  nodes: [
    node("a/0", [0, 2], 1),
    node("a/1", [1], 2),
    node("a/2", [3], null),
    node("b/0", [0], 1),
    node("b/1", [1, 2], 1),
    node("logits/0", [0], null),
  ],
  edges: [
    edge("a/0", "b/0", 1),
    edge("a/1", "b/0", -3),
    edge("a/2", "b/1", 4),
    edge("b/0", "logits/0", 5),
    edge("b/1", "logits/0", -6),
  ],
  segments: [
    { target: "b", sources: ["a"], kind: "exact", reason: "", steps: 0, completenessResidual: 0 },
    { target: "logits", sources: ["b"], kind: "exact", reason: "", steps: 0, completenessResidual: 0 },
  ],
};
const merged = (concepts: number[][]) => mergeConcepts(document, { layers: { a: { concepts } }, names: {} });
const total = ({ edges }: GraphDocument) => edges.reduce((all, { contribution }) => all + contribution, 0);

describe("mergeConcepts", () => {
  it("adds up what is a sum over neurons, and weighs what is a mean over them", () => {
    const { nodes, edges } = merged([[3], [0, 1, 2]]);
    const both = nodes.find(({ id }) => id === "a/1");
    expect(both).toMatchObject({ neurons: [0, 1, 2], flow: 3, rest: 3, restActivation: 1.5 });
    expect(both?.meanActivation).toBeCloseTo((2 * 1 + 1 * 2) / 3, 12);
    expect(edges.find(({ source }) => source === "a/1")).toMatchObject({
      ...{ target: "b/0", contribution: -2, gradient: -1, standardError: null, signAgreement: null },
    });
    expect(edges.find(({ source }) => source === "a/0")).toMatchObject({ contribution: 4, standardError: 0.1 });
  });

  it("loses nothing: contributions add up to the same, and the whole still carries a share of 1", () => {
    for (const concepts of [
      [[0, 2], [1], [3]],
      [[0, 2, 1, 3]],
      [
        [3, 1],
        [0, 2],
      ],
    ]) {
      const result = merged(concepts);
      expect(total(result)).toBeCloseTo(total(document), 12);
      expect(shareOf(result, { nodes: new Set(result.nodes.map(({ id }) => id)) })).toBeCloseTo(1, 12);
    }
  });

  it("gives the same graph for the same concepts", () => {
    const same = merged([[0, 2], [1], [3]]);
    expect(same.edges).toEqual(mergeConcepts(document, { layers: {}, names: {} }).edges);
    expect(mergeConcepts(document, { layers: { a: { clusters: 3 } }, names: {} }).nodes).toEqual(same.nodes);
  });

  it("does not know a sum of which it does not know a part", () => {
    expect(
      merged([
        [0, 2],
        [1, 3],
      ]).nodes.find(({ id }) => id === "a/1")?.flow,
    ).toBeNull();
  });

  it("refuses what only another analysis can tell, and what makes no sense", () => {
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(() => merged([[0], [2, 1, 3]])).toThrow(code("RERUN_NEEDED"));
    expect(() => mergeConcepts(document, { layers: { a: { clusters: 2 } }, names: {} })).toThrow(code("RERUN_NEEDED"));
    expect(() => merged([[0, 2, 1, 3], [0]])).toThrow(code("OPTION_INVALID"));
    expect(() => merged([[0, 2], [1]])).toThrow(code("OPTION_INVALID"));
    expect(() => merged([[0, 2], [1], [3, 9]])).toThrow(code("OPTION_INVALID"));
    const of = (id: string) => () => mergeConcepts(document, { layers: { [id]: { clusters: 1 } }, names: {} });
    expect(of("nowhere")).toThrow(code("LAYER_UNKNOWN"));
    expect(of("logits")).toThrow(code("OPTION_INVALID"));
  });
});
