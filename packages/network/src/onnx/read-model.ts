/** Reads an ONNX file with its external data into one self-contained message. */
import { GipfelError, messageOf } from "@gipfel/contracts";
import { NeighbourFiles, readModelFile } from "../neighbour-files.js";
import { checkNames } from "./check-names.js";
import { loadExternalData } from "./external-data.js";
import { decodeModel, type GraphProto, type ModelProto, type NodeProto, type TensorProto } from "./format.js";
import { saturateIntegers } from "./saturate-integers.js";
import { checkTensor } from "./tensor-data.js";

export interface ReadModel {
  readonly model: ModelProto;
  /** SHA-256 over the file and, after it, the weight files it names, in the order of their first use; hexadecimal. */
  readonly hash: string;
}

/** The deepest CNNs have some thousand. */
const mostOperations = 20_000;

/** @throws GipfelError MODEL_NOT_FOUND, MODEL_UNREADABLE, MODEL_UNSUPPORTED */
export async function readModel(file: string): Promise<ReadModel> {
  const bytes = await readModelFile(file, "an ONNX file");
  const model = decode(bytes, file);
  const operations = model.graph!.node!.length;
  if (operations > mostOperations) {
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file} has ${operations} operations; at most ${mostOperations} are supported`,
    );
  }
  try {
    checkNames(model);
  } catch (error) {
    throw new GipfelError("MODEL_UNREADABLE", `${file}: ${messageOf(error)}`, { cause: error });
  }
  saturateIntegers(model);
  const files = new NeighbourFiles(file);
  for (const proto of tensorsOf(model)) {
    await loadExternalData(proto, files);
    try {
      checkTensor(proto);
    } catch (error) {
      throw new GipfelError("MODEL_UNREADABLE", `${file}: ${messageOf(error)}`, { cause: error });
    }
  }
  return { model, hash: await files.hash(bytes) };
}

function decode(bytes: Uint8Array, file: string): ModelProto {
  let model: ModelProto;
  try {
    model = decodeModel(bytes);
  } catch (error) {
    const truncated = error instanceof RangeError && bytes.length > 0;
    const what = truncated ? "is truncated or no ONNX file" : "is not an ONNX file";
    throw new GipfelError("MODEL_UNREADABLE", `${file} ${what} (${messageOf(error)})`, { cause: error });
  }
  if (!model.graph?.node?.length || !model.opsetImport?.length) {
    throw new GipfelError("MODEL_UNREADABLE", `${file} is not an ONNX file: it holds no graph of operations`);
  }
  return model;
}

/** All constant tensors: initializers and attributes, in subgraphs and functions too. */
export function* tensorsOf(model: ModelProto): Generator<TensorProto> {
  if (model.graph) yield* graphTensors(model.graph);
  for (const { node } of model.functions ?? []) yield* nodeTensors(node ?? []);
}

function* graphTensors(graph: GraphProto): Generator<TensorProto> {
  yield* graph.initializer ?? [];
  yield* nodeTensors(graph.node ?? []);
}

function* nodeTensors(nodes: readonly NodeProto[]): Generator<TensorProto> {
  for (const { attribute } of nodes) {
    for (const { t, g } of attribute ?? []) {
      if (t) yield t;
      if (g) yield* graphTensors(g);
    }
  }
}
