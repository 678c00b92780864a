import type { GraphDocument, GraphLayer } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { buildGraphModel } from "../graph-model.js";
import { edgeElements, nodeElements } from "./elements.js";
import { placeRanks } from "./positions.js";

const layer = (id: string, role: GraphLayer["role"], depth: number): GraphLayer => ({
  id,
  name: `/${id}/Relu_output_0`,
  role,
  depth,
  neurons: 4,
  size: [1, 1],
  dead: [],
  explainedVariance: null,
  silhouette: null,
  chanceSilhouette: null,
  stability: null,
});

const node = (id: string, share: number, neurons: number[]) => ({
  id,
  layer: id.split("/")[0],
  neurons,
  meanActivation: 1,
  share,
  flow: 0,
  rest: 0,
  restActivation: 0,
  pagerank: 0,
  examples: [],
});

const edge = (source: string, target: string, contribution: number) => ({
  source,
  target,
  contribution,
  gradient: 0,
  standardError: 0.5,
  tQuantile: 2,
  signAgreement: 1,
  images: 9,
});

/** image → {a/0, a/1} → class, shares 0.8 and 0.2. */
const document: GraphDocument = {
  format: "gipfel-graph",
  version: 1,
  class: { index: 3, name: "owl", images: 9, accuracy: 1, logit: 5 },
  model: { name: "m", hash: "h" },
  dataset: { name: "d", hash: "h", images: 9 },
  options: {},
  layers: [layer("input", "input", 0), layer("a", "hidden", 1), layer("out", "output", 2)],
  nodes: [node("input/0", 1, [0, 1, 2]), node("a/0", 0.8, [0, 1]), node("a/1", 0.2, [3]), node("out/3", 1, [3])],
  edges: [edge("input/0", "a/0", 10), edge("input/0", "a/1", 0.1), edge("a/0", "out/3", -4), edge("a/1", "out/3", 1)],
  segments: [],
};
const model = buildGraphModel(document);
const positions = placeRanks(model.ranks, 1);

describe("elements", () => {
  it("name nodes for the reader, and frame them by share", () => {
    const nodes = nodeElements(model, positions);
    expect(nodes.map(({ data }) => data.label)).toEqual(["image", "concept 0", "neuron 3", "owl\n+5.00"]);
    const borders = nodes.map(({ data }) => data.border);
    expect(borders[1]).toBeGreaterThan(borders[2]);
    expect(borders[0]).toBe(borders[3]);
  });

  it("are as wide as they are strong among the edges into the same target", () => {
    const [strong, alone, strongest, quarter] = edgeElements(model, positions).map(({ data }) => data.width);
    // Each of the first three is the strongest into its target, however small.
    expect([strong, alone, strongest]).toEqual([strong, strong, strong]);
    expect(quarter).toBeLessThan(strongest);
  });

  it("tell signs apart, and what may be zero", () => {
    const classes = edgeElements(model, positions).map((element) => element.classes);
    expect(classes).toEqual(["positive hidden", "positive unsure hidden", "negative hidden", "positive hidden"]);
  });
});
