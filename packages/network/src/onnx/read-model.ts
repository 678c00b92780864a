/** Reads an ONNX file with its external data into one self-contained message. */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { ExternalData, largestFile } from "./external-data.js";
import { decodeModel, type GraphProto, type ModelProto, type NodeProto, type TensorProto } from "./format.js";
import { saturateIntegers } from "./saturate-integers.js";
import { checkTensor } from "./tensor-data.js";

export interface ReadModel {
  readonly model: ModelProto;
  /** SHA-256 over the file and, after it, the weight files it names, in the order of their first use; hexadecimal. */
  readonly hash: string;
}

/** @throws GipfelError MODEL_NOT_FOUND, MODEL_UNREADABLE */
export async function readModel(file: string): Promise<ReadModel> {
  const bytes = await readBytes(file);
  const model = decode(bytes, file);
  saturateIntegers(model);
  const external = new ExternalData(file);
  for (const proto of tensorsOf(model)) {
    await external.load(proto);
    try {
      checkTensor(proto);
    } catch (error) {
      throw new GipfelError("MODEL_UNREADABLE", `${file}: ${messageOf(error)}`, { cause: error });
    }
  }
  const hash = createHash("sha256").update(bytes);
  for (const content of await external.contents()) hash.update(content);
  return { model, hash: hash.digest("hex") };
}

async function readBytes(file: string): Promise<Uint8Array> {
  const info = await stat(file).catch(() => undefined);
  if (!info) throw new GipfelError("MODEL_NOT_FOUND", `${file} does not exist: --model takes an ONNX file`);
  if (!info.isFile()) throw new GipfelError("MODEL_UNREADABLE", `${file} is not a file: --model takes an ONNX file`);
  if (info.size > largestFile) {
    throw new GipfelError("MODEL_UNREADABLE", `${file} is larger than 2 GiB: keep the weights as external data`);
  }
  try {
    return await readFile(file);
  } catch (error) {
    throw new GipfelError("MODEL_UNREADABLE", `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
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
