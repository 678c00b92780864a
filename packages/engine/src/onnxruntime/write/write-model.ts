import {
  DataType,
  encodeModel,
  type Network,
  type NetworkNode,
  nodeNamed,
  type Operation,
  type Shape,
  tensorToProto,
  type ValueInfoProto,
} from "@gipfel/network";
import {
  writeArgMax,
  writeBinary,
  writeComparison,
  writeLocalResponseNormalisation,
  writeMatMul,
  writeReduce,
} from "./arithmetic.js";
import { writeConvolution, writeTransposedConvolution } from "./convolutions.js";
import { GraphWriter } from "./graph-writer.js";
import { writeConcat, writePad, writeReshape, writeSlice, writeTranspose } from "./movements.js";
import { writeAveragePool, writeMaxPool, writeMaxPoolRoute, writeMaxPoolUnroute } from "./pools.js";
import { writeResample } from "./resample.js";
import { writeScalarFunction } from "./scalar-functions.js";

/** The newest opset in which reductions other than the sum still take their axes as attributes. */
const opset = 17;
const irVersion = 8;

/** A network as an ONNX file. */
export function writeModel(network: Network): Uint8Array {
  const writer = new GraphWriter(network);
  for (const node of network.nodes.values()) writeNode(writer, node.operation, node);
  const initializer = [...network.constants].map(([name, value]) => tensorToProto(name, value));
  return encodeModel({
    irVersion,
    producerName: "gipfel",
    opsetImport: [{ domain: "", version: opset }],
    graph: {
      name: "network",
      node: writer.nodes,
      initializer: [...initializer, ...writer.constants],
      input: network.inputs.map((name) => valueInfo(name, nodeNamed(network, name).shape)),
      output: network.outputs.map((name) => valueInfo(name, nodeNamed(network, name).shape)),
    },
  });
}

function valueInfo(name: string, shape: Shape): ValueInfoProto {
  const dim = shape.map((dimension) =>
    typeof dimension === "number" ? { dimValue: dimension } : { dimParam: dimension },
  );
  return { name, type: { tensorType: { elemType: DataType.FLOAT, shape: { dim } } } };
}

function writeNode(writer: GraphWriter, operation: Operation, node: NetworkNode): void {
  switch (operation.type) {
    case "input":
      return;
    case "convolution":
      return writeConvolution(writer, operation, node);
    case "transposedConvolution":
      return writeTransposedConvolution(writer, operation, node);
    case "matMul":
      return writeMatMul(writer, operation, node);
    case "binary":
      return writeBinary(writer, operation, node);
    case "comparison":
      return writeComparison(writer, operation, node);
    case "where":
      return writer.emit("Where", node.inputs, [node.name]);
    case "scalar":
      return writeScalarFunction(writer, operation, node);
    case "prelu":
      return writer.emit("PRelu", node.inputs, [node.name]);
    case "concat":
      return writeConcat(writer, operation, node);
    case "slice":
      return writeSlice(writer, operation, node);
    case "pad":
      return writePad(writer, operation, node);
    case "resample":
      return writeResample(writer, operation, node);
    case "reshape":
      return writeReshape(writer, operation, node);
    case "transpose":
      return writeTranspose(writer, operation, node);
    case "maxPool":
      return writeMaxPool(writer, operation, node);
    case "maxPoolRoute":
      return writeMaxPoolRoute(writer, operation, node);
    case "maxPoolUnroute":
      return writeMaxPoolUnroute(writer, operation, node);
    case "averagePool":
      return writeAveragePool(writer, operation, node);
    case "reduce":
      return writeReduce(writer, operation, node);
    case "argMax":
      return writeArgMax(writer, node);
    case "softmax":
      return writer.emit("Softmax", node.inputs, [node.name], { axis: operation.axis });
    case "localResponseNormalisation":
      return writeLocalResponseNormalisation(writer, operation, node);
  }
}
