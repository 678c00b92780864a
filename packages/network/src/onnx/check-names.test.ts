import { describe, expect, it } from "vitest";
import { checkNames } from "./check-names.js";
import type { NodeProto } from "./format.js";

const relu = { opType: "Relu", input: ["x"], output: ["y"] };
const long = "n".repeat(1001);

/** The node where names may stand: in a graph, in a graph within it, in a function. */
const places = {
  graph: (node: NodeProto) => ({ graph: { node: [node] } }),
  branch: (node: NodeProto) => ({
    graph: { node: [{ opType: "If", attribute: [{ name: "then_branch", g: { node: [node] } }] }] },
  }),
  function: (node: NodeProto) => ({ functions: [{ node: [node] }] }),
};

describe.each(Object.entries(places))("checkNames in a %s", (_, model) => {
  it("takes names as exporters write them", () => {
    checkNames(model({ ...relu, name: "/features/features.0/Conv: größer — 大", domain: "ai.onnx" }));
  });

  it.each<[string, Partial<NodeProto>]>([
    ["node", { name: long }],
    ["operator", { opType: long }],
    ["domain", { domain: long }],
    ["input", { input: [long] }],
    ["output", { output: ["y", long] }],
    ["attribute", { attribute: [{ name: long }] }],
  ])("refuses an endless name of its %s", (_what, changes) => {
    expect(() => checkNames(model({ ...relu, ...changes }))).toThrow(
      "a name of 1001 characters; at most 1000 are read",
    );
  });

  it("refuses a name of several lines", () => {
    expect(() => checkNames(model({ ...relu, name: "a\nb" }))).toThrow('"a\\nb"; names are of one line');
  });
});
