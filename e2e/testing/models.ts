import { DataType, encodeModel, type NodeProto, tensorToProto } from "../../packages/network/src/index.js";
import { tensor } from "../../packages/network/src/tensor.js";

/**
 * The bytes of an ONNX file with an input `x` `[N, 3, 64, 64]` and an output `y` that the given nodes make from it, then a
 * global mean and a dense layer of ten logits.
 */
export function modelWith(nodes: readonly NodeProto[], opset = 13): Uint8Array {
  const shape = { dim: [{ dimParam: "N" }, { dimValue: 3 }, { dimValue: 64 }, { dimValue: 64 }] };
  const type = { tensorType: { elemType: DataType.FLOAT, shape } };
  const logits = { tensorType: { elemType: DataType.FLOAT, shape: { dim: [{ dimParam: "N" }, { dimValue: 10 }] } } };
  return encodeModel({
    irVersion: 8,
    opsetImport: [{ domain: "", version: opset }],
    graph: {
      name: "made for a test",
      node: [
        ...nodes,
        operation("GlobalAveragePool", ["y"], "mean"),
        operation("Flatten", ["mean"], "flat"),
        operation("MatMul", ["flat", "weights"], "logits"),
      ],
      initializer: [
        tensorToProto(
          "weights",
          tensor(
            [3, 10],
            Array.from({ length: 30 }, (_, i) => (i % 7) - 3),
          ),
        ),
        tensorToProto("scale", tensor([], [0.1])),
      ],
      input: [{ name: "x", type }],
      output: [{ name: "logits", type: logits }],
    },
  });
}

export function operation(opType: string, input: readonly string[], output: string): NodeProto {
  return { opType, input: [...input], output: [output], name: `${opType} to ${output}`, attribute: [] };
}
