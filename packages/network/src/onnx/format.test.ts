import { describe, expect, it } from "vitest";
import { modelOf, node } from "../testing/onnx-model.js";
import { decodeModel, encodeModel } from "./format.js";

describe("the ONNX format", () => {
  it("is read back as it was written", () => {
    const model = modelOf({ nodes: [node("Relu", ["x"], ["y"])] });
    const again = decodeModel(encodeModel(model));
    expect(decodeModel(encodeModel(again))).toEqual(again);
    expect(again.graph!.node![0]).toMatchObject({ opType: "Relu", input: ["x"], output: ["y"] });
    expect(again.opsetImport![0]!.version).toBe(13);
  });
});
