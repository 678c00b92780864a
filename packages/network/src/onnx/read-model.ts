/** Reads an ONNX file with its external data into one self-contained message. */
import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { decodeModel, type GraphProto, type ModelProto, type NodeProto, type TensorProto } from "./format.js";

/** protobuf messages cannot be larger. */
const largestFile = 2 ** 31 - 1;
const largestRank = 16;

export async function readModel(file: string): Promise<ModelProto> {
  const bytes = await readBytes(file);
  const model = decode(bytes, file);
  for (const proto of tensorsOf(model)) {
    if ((proto.dims?.length ?? 0) > largestRank || proto.dims?.some((dimension) => dimension < 0)) {
      throw new GipfelError(
        "MODEL_UNREADABLE",
        `${file}: tensor ${proto.name} has the impossible shape [${proto.dims}]`,
      );
    }
    if (proto.dataLocation === 1) await loadExternal(proto, file);
  }
  return model;
}

async function readBytes(file: string): Promise<Uint8Array> {
  const info = await stat(file).catch(() => undefined);
  if (!info) throw new GipfelError("MODEL_NOT_FOUND", `${file} does not exist: --model takes an ONNX file`);
  if (!info.isFile()) throw new GipfelError("MODEL_UNREADABLE", `${file} is not a file: --model takes an ONNX file`);
  if (info.size > largestFile) {
    throw new GipfelError("MODEL_UNREADABLE", `${file} is larger than 2 GiB: keep the weights as external data`);
  }
  return readFile(file);
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

async function loadExternal(proto: TensorProto, file: string): Promise<void> {
  const entries = new Map((proto.externalData ?? []).map(({ key, value }) => [key, value]));
  const location = entries.get("location") ?? "";
  const folder = await realpath(dirname(resolve(file)));
  const target = await realpath(resolve(folder, location)).catch(() => undefined);
  if (!target) {
    throw new GipfelError(
      "MODEL_UNREADABLE",
      `${file}: its weights file ${location} is missing; keep it beside the model`,
    );
  }
  const inside = relative(folder, target);
  if (inside.startsWith("..") || isAbsolute(inside)) {
    throw new GipfelError("MODEL_UNREADABLE", `${file}: its weights file ${location} lies outside the model's folder`);
  }
  const bytes = await readFile(target);
  const offset = Number(entries.get("offset") ?? 0);
  const length = Number(entries.get("length") ?? bytes.length - offset);
  if (!(offset >= 0 && length >= 0 && offset + length <= bytes.length)) {
    throw new GipfelError("MODEL_UNREADABLE", `${file}: its weights file ${location} is truncated`);
  }
  proto.rawData = bytes.subarray(offset, offset + length);
  proto.externalData = [];
  proto.dataLocation = 0;
}
