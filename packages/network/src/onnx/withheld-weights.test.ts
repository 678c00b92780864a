import { describe, expect, it } from "vitest";
import { floats, modelOf, node } from "../testing/onnx-model.js";
import { returnWeights, withholdWeights } from "./withheld-weights.js";

/** A convolution, a second one with batch norm behind it, and a product. */
function graph() {
  return modelOf({
    nodes: [
      node("Conv", ["x", "plain"], ["a"]),
      node("Relu", ["a"], ["b"]),
      node("Conv", ["b", "normalised"], ["c"]),
      node("BatchNormalization", ["c", "v", "v", "v", "v"], ["d"]),
      node("Flatten", ["d"], ["e"]),
      node("Gemm", ["e", "matrix", "v"], ["y"]),
    ],
    constants: [
      floats("plain", [2, 3, 1, 1]),
      floats("normalised", [2, 2, 1, 1]),
      floats("v", [2]),
      floats("matrix", [128, 2]),
    ],
  }).graph!;
}

describe("withheld weights", () => {
  it("are those that nothing can be merged into", () => {
    const given = graph();
    const withheld = withholdWeights(given);
    expect(withheld.map(({ name }) => name)).toEqual(["plain", "matrix"]);
    expect(given.initializer!.map(({ name }) => name)).toEqual(["normalised", "v"]);
    expect(given.input!.map(({ name }) => name)).toEqual(["x", "plain", "matrix"]);
  });

  it("come back", () => {
    const given = graph();
    returnWeights(given, withholdWeights(given));
    expect(given.input!.map(({ name }) => name)).toEqual(["x"]);
    expect(new Set(given.initializer)).toEqual(new Set(graph().initializer));
  });

  it("are not those that something else reads too", () => {
    const shared = graph();
    shared.node!.push(node("Relu", ["plain"], ["z"]));
    expect(withholdWeights(shared).map(({ name }) => name)).toEqual(["matrix"]);
    const own = graph();
    own.node![5]!.input = ["matrix", "matrix"];
    expect(withholdWeights(own).map(({ name }) => name)).toEqual(["plain"]);
    const output = graph();
    output.output!.push({ name: "matrix" });
    expect(withholdWeights(output).map(({ name }) => name)).toEqual(["plain"]);
  });
});
