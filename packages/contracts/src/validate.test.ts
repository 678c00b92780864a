import { Type } from "typebox";
import { Pointer } from "typebox/value";
import { describe, expect, it } from "vitest";
import type { GraphDocument } from "./graph-document.js";
import { parseAs, parseGraphDocument } from "./validate.js";

const layer = (id: string, role: "input" | "hidden" | "output", depth: number) => ({
  id,
  name: id,
  role,
  depth,
  neurons: 1,
  size: [1, 1] as [number, number],
  dead: [],
  explainedVariance: null,
  silhouette: null,
  chanceSilhouette: null,
  stability: null,
});
const node = (id: string) => ({
  id,
  layer: id.split("/")[0],
  neurons: [0],
  meanActivation: 1,
  share: 1,
  flow: null,
  rest: null,
  restActivation: 0,
  pagerank: 0.5,
  examples: [],
});
const edge = (source: string, target: string) => ({
  source,
  target,
  contribution: 1,
  gradient: 1,
  standardError: null,
  tQuantile: null,
  signAgreement: null,
  images: 1,
});
const valid = (): GraphDocument => ({
  format: "gipfel-graph",
  version: 1,
  class: { index: 0, name: "class", images: 1, accuracy: null, logit: 1 },
  model: { name: "model", hash: "0" },
  dataset: { name: "dataset", hash: "0", images: 1 },
  options: {},
  layers: [layer("input", "input", 0), layer("a", "hidden", 1), layer("logits", "output", 2)],
  nodes: [node("input/0"), node("a/0"), node("logits/0")],
  edges: [edge("input/0", "a/0"), edge("a/0", "logits/0")],
  segments: [
    { target: "a", sources: ["input"], kind: "exact", reason: "", steps: 0, completenessResidual: 0 },
    { target: "logits", sources: ["a"], kind: "exact", reason: "", steps: 0, completenessResidual: 0 },
  ],
});

describe("parseGraphDocument", () => {
  it("gives back a valid document, unknown properties included", () => {
    const document = { ...valid(), note: "later" };
    expect(parseGraphDocument(document)).toBe(document);
  });

  it.each<[path: string, value: unknown, message: string]>([
    ["/version", 2, 'expected format "gipfel-graph" and version 1, got format "gipfel-graph" and version 2'],
    ["/format", undefined, 'expected format "gipfel-graph" and version 1, got format nothing and version 1'],
    ["/nodes", "none", '/nodes: expected array, got "none"'],
    ["/nodes/1", {}, "/nodes/1: expected the properties id, layer, neurons"],
    ["/nodes/1/share", Number.NaN, "/nodes/1/share: expected a finite number, got NaN"],
    ["/edges/0/contribution", -Infinity, "/edges/0/contribution: expected a finite number, got -Infinity"],
    ["/edges/0/standardError", Infinity, "/edges/0/standardError: expected a finite number or null, got Infinity"],
    ["/edges/1/images", 1.5, "/edges/1/images: expected integer, got 1.5"],
    ["/edges/1/images", -1, "/edges/1/images: expected at least 0, got -1"],
    ["/layers/0/size", [1, 2, 3], "/layers/0/size/2: expected nothing, got 3"],
    ["/layers/0/id", "a/b", '/layers/0/id: expected text that matches ^[A-Za-z0-9._-]+$, got "a/b"'],
    ["/layers/1/role", "middle", '/layers/1/role: expected "input" or "hidden" or "output", got "middle"'],
    ["/layers/1/id", "input", '/layers/1/id: expected an id used once, got "input"'],
    ["/layers/2/role", "hidden", '/layers: expected one layer with role "output", got 0'],
    ["/nodes/1/layer", "b", '/nodes/1/layer: expected the id of a layer, got "b"'],
    ["/nodes/1/id", "input/0", '/nodes/1/id: expected an id used once, got "input/0"'],
    ["/nodes/1/layer", "logits", "/nodes: expected one node in the output layer, got 2"],
    ["/edges/0/source", "x", '/edges/0/source: expected the id of a node, got "x"'],
    ["/edges/0/target", "x", '/edges/0/target: expected the id of a node, got "x"'],
    ["/edges/0/target", "input/0", "/edges/0: expected a target deeper than its source, got depths 0 and 0"],
    ["/edges/1", edge("input/0", "a/0"), '/edges/1: expected one edge from "input/0" to "a/0", got two'],
    ["/segments/1/sources", ["x"], '/segments/1: expected the ids of layers, got "x"'],
  ])("refuses a document whose %s is %o", (path, value, message) => {
    const document = valid();
    Pointer.Set(document, path, value);
    expect(() => parseGraphDocument(document)).toThrow(`graph document: ${message}`);
    expect(() => parseGraphDocument(document)).toThrow(expect.objectContaining({ code: "GRAPH_INVALID" }));
  });

  it("refuses what is no object", () => {
    for (const value of [null, undefined, 7, "text", []]) {
      expect(() => parseGraphDocument(value)).toThrow("got format nothing and version nothing");
    }
  });
});

describe("parseAs", () => {
  it("answers with the code and subject of the caller, in one line", () => {
    const schema = Type.Object({
      text: Type.String({ minLength: 3 }),
      pair: Type.Tuple([Type.Number(), Type.Number()]),
    });
    const parse = (value: unknown) => () => parseAs(schema, value, "OPTION_INVALID", "options");
    expect(parse({ text: "abc", pair: [1, 2] })()).toEqual({ text: "abc", pair: [1, 2] });
    expect(parse({ text: "abc", pair: [1] })).toThrow("options: /pair: expected at least 2 items, got [1]");
    expect(parse({ text: "a\nb".repeat(50), pair: [1, 2, 3] })).toThrow("options: /pair/2: expected nothing, got 3");
    expect(parse({ text: 1, pair: "a\nb".repeat(50) })).toThrow(/^[^\n]{1,140}$/);
    expect(parse(7)).toThrow(
      expect.objectContaining({ code: "OPTION_INVALID", message: "options: /: expected object, got 7" }),
    );
  });
});
