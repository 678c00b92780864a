import { describe, expect, it } from "vitest";
import { node } from "../testing/onnx-model.js";
import { takesChannelsLast } from "./channels-last-input.js";
import { AttributeType, type NodeProto } from "./format.js";

const transpose = (input: string, perm: number[]): NodeProto => ({
  ...node("Transpose", [input], ["turned"]),
  attribute: [{ name: "perm", type: AttributeType.INTS, ints: perm }],
});
const toFirst = [0, 3, 1, 2];
const scaled = node("Mul", ["x", "scale"], ["scaled"]);

describe("takesChannelsLast", () => {
  it.each<[string, readonly NodeProto[], number[], boolean]>([
    ["13 channels that are transposed first", [transpose("x", toFirst)], [0, 64, 64, 13], true],
    ["the same after a scale", [scaled, transpose("scaled", toFirst)], [0, 64, 64, 13], true],
    ["64 channels of a convolution", [node("Conv", ["x", "w"], ["y"])], [0, 64, 64, 13], false],
    ["a picture by its sizes", [node("ReduceMean", ["x"], ["y"])], [0, 64, 64, 3], true],
    ["3 rows of a few pixels by their transposition", [transpose("x", [0, 2, 3, 1])], [0, 9, 9, 3], false],
    [
      "two readings of which one is as it is",
      [transpose("x", toFirst), node("Abs", ["x"], ["y"])],
      [0, 64, 64, 13],
      false,
    ],
    ["a signal", [transpose("x", [0, 2, 1])], [0, 64, 3], false],
  ])("%s", (_, nodes, sizes, expected) => {
    expect(takesChannelsLast({ node: [...nodes] }, "x", sizes)).toBe(expected);
  });
});
