import type { NetworkNode, Operation } from "@gipfel/network";
import type { Program } from "../program.js";
import { writeConvolution, writeTransposedConvolution } from "./convolutions.js";
import { writeBinary, writeComparison, writePrelu, writeWhere } from "./elementwise.js";
import { writeMatMul, writeResample } from "./matrix-products.js";
import { writeMaxPoolRoute, writeMaxPoolUnroute } from "./max-pool-routes.js";
import { writeConcat, writePad, writeReshape, writeSlice, writeTranspose } from "./movements.js";
import { writeAveragePool, writeLocalResponseNormalisation, writeMaxPool } from "./pools.js";
import { type Dialect, type NetworkSkeleton, ProgramWriter, type TensorNames } from "./program-writer.js";
import { writeArgMax, writeReduce, writeSoftmax } from "./reductions.js";
import { writeScalarFunction } from "./scalar-functions.js";
import type { View } from "./view.js";

/**
 * A network as kernel calls.
 *
 * @param sizes of the symbolic dimensions.
 * @param names shared by all programs of the network.
 */
export function writeProgram(
  network: NetworkSkeleton,
  sizes: ReadonlyMap<string, number>,
  names: TensorNames,
  dialect: Dialect,
): Program {
  const writer = new ProgramWriter(network, sizes, names, dialect);
  for (const node of network.nodes.values()) {
    if (node.operation.type === "input") writer.input(node.name);
    else writer.define(node.name, writeNode(writer, node.operation, node));
  }
  return writer.finish();
}

function writeNode(writer: ProgramWriter, operation: Operation, node: NetworkNode): View {
  switch (operation.type) {
    case "input":
      return writer.view(node.name);
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
      return writeWhere(writer, operation, node);
    case "scalar":
      return writeScalarFunction(writer, operation, node);
    case "prelu":
      return writePrelu(writer, operation, node);
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
      return writeArgMax(writer, operation, node);
    case "softmax":
      return writeSoftmax(writer, operation, node);
    case "localResponseNormalisation":
      return writeLocalResponseNormalisation(writer, operation, node);
  }
}
