/** Reads a TensorFlow.js model: `model.json` and the weight files that it lists. */
import { GipfelError, messageOf } from "@gipfel/contracts";
import { NeighbourFiles, readModelFile } from "../neighbour-files.js";
import { isObject, type JsonObject, property } from "./json.js";
import { readWeights, type Weight } from "./weights.js";

/** Topologies have some megabytes at most; weights lie in files of their own. */
const largestJson = 256 * 2 ** 20;

export interface TfjsModel {
  readonly format: "layers" | "graph";
  readonly topology: JsonObject;
  /** Of a graph model: which of its tensors are inputs and outputs. */
  readonly signature: JsonObject | undefined;
  readonly weights: ReadonlyMap<string, Weight>;
  /** SHA-256 over `model.json` and the weight files in its order; hexadecimal. */
  readonly hash: string;
}

/** @throws GipfelError MODEL_NOT_FOUND, MODEL_UNREADABLE, MODEL_UNSUPPORTED */
export async function readTfjsModel(file: string): Promise<TfjsModel> {
  const bytes = await readModelFile(file, "the model.json of a TensorFlow.js model");
  const json = parse(bytes, file);
  const topology = property(json, "modelTopology");
  if (!isObject(topology)) {
    throw new GipfelError("MODEL_UNREADABLE", `${file} is not a TensorFlow.js model: it has no modelTopology`);
  }
  const manifest = property(json, "weightsManifest");
  if (manifest === undefined) {
    throw new GipfelError("MODEL_UNREADABLE", `${file} has no weightsManifest: save the model with its weights`);
  }
  const files = new NeighbourFiles(file);
  const weights = await readWeights(manifest, files, file);
  const format = Array.isArray(property(topology, "node")) ? "graph" : "layers";
  const signature = [property(json, "signature"), signatureInMetadata(json)].find(isObject);
  return { format, topology, signature, weights, hash: await files.hash(bytes) };
}

function parse(bytes: Uint8Array, file: string): JsonObject {
  if (bytes.length > largestJson) {
    throw new GipfelError("MODEL_UNREADABLE", `${file} is larger than 256 MiB: weights belong into files of their own`);
  }
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    throw new GipfelError("MODEL_UNREADABLE", `${file} is not valid JSON (${messageOf(error).split("\n")[0]})`, {
      cause: error,
    });
  }
  if (!isObject(json))
    throw new GipfelError("MODEL_UNREADABLE", `${file} is not a TensorFlow.js model: it holds no object`);
  return json;
}

/** Where converters before 2.0 put the signature. */
function signatureInMetadata(json: JsonObject): unknown {
  const metadata = property(json, "userDefinedMetadata");
  return isObject(metadata) ? property(metadata, "signature") : undefined;
}
