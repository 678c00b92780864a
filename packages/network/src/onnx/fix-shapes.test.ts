import { describe, expect, it } from "vitest";
import { modelOf, node } from "../testing/onnx-model.js";
import { fixShapes } from "./fix-shapes.js";

type Dimensions = (number | string)[];

function fixed(input: Dimensions) {
  const graph = modelOf({ nodes: [node("Relu", ["x"], ["y"])], input }).graph!;
  const { batch } = fixShapes(graph, [10, 20], "model.onnx");
  return { batch, sizes: graph.input![0]!.type!.tensorType!.shape!.dim!.map(({ dimValue }) => dimValue) };
}

describe("fixShapes", () => {
  it.each<[Dimensions, number, number[]]>([
    [["N", 3, 8, 9], 1, [1, 3, 8, 9]],
    [["", 3, "", ""], 1, [1, 3, 10, 20]],
    [["N", 3, "H", "W"], 1, [1, 3, 10, 20]],
    [["N", 3, 8, "W"], 1, [1, 3, 8, 20]],
    [["N", 3, "H", 9], 1, [1, 3, 10, 9]],
    [["N", "H", "W", 3], 1, [1, 10, 20, 3]],
    [["N", 8, "W", 1], 1, [1, 8, 20, 1]],
    [["N", 1, "S", "S"], 1, [1, 1, 10, 20]],
    [["N", 3, "H", 3], 1, [1, 3, 10, 3]],
    [[4, 3, 8, 9], 4, [4, 3, 8, 9]],
    [["N", 7], 1, [1, 7]],
    [[-1, 3, 0, -1], 1, [1, 3, 10, 20]],
  ])("%j has batch %d and becomes %j", (input, batch, sizes) => {
    expect(fixed(input)).toEqual({ batch, sizes });
  });

  it.each([[["N", "C", "H", "W"]], [["N", "K"]], [["N", "C", 8, 8]]])("%j is refused", (input) => {
    expect(() => fixed(input)).toThrow(
      `model.onnx: input x has shape [${input}]; only the batch, height and width of an image [N, C, H, W] may be open`,
    );
  });

  it.each<[Dimensions, string]>([
    [[], "[]; an image input"],
    [["N", 3, -8, 8], "[N,3,-8,8]; sizes from 1 to 65536"],
    [[-2, 3, 8, 8], "[-2,3,8,8]; sizes from 1"],
    [[1, 3, 1e9, 1e9], "[1,3,1000000000,1000000000]; sizes from 1"],
  ])("%j is no shape of images", (input, message) => {
    expect(() => fixed(input)).toThrow(`model.onnx: input x has shape ${message}`);
  });
});
