/** The weights manifest of a TensorFlow.js model: groups of tensors, each group cut into shards. */
import { GipfelError } from "@gipfel/contracts";
import { fromFloat16 } from "../half-precision.js";
import { largestFile, type NeighbourFiles } from "../neighbour-files.js";
import { describeJson, isName, isNaturalNumber, isObject, type JsonObject, objects, property } from "./json.js";

/** A constant of the file; integers stay exact. */
export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

const bytesPerElement: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

const largestRank = 16;

/**
 * All weights by name, quantised ones as what they stand for.
 *
 * @throws GipfelError MODEL_UNREADABLE, MODEL_UNSUPPORTED
 */
export async function readWeights(
  manifest: unknown,
  files: NeighbourFiles,
  file: string,
): Promise<Map<string, Weight>> {
  if (manifest !== undefined && !Array.isArray(manifest)) {
    throw new GipfelError("MODEL_UNREADABLE", `${file}: its weightsManifest is no list of weight groups`);
  }
  const weights = new Map<string, Weight>();
  for (const group of objects(manifest)) {
    const bytes = await readShards(group, files, file);
    let offset = 0;
    for (const entry of objects(property(group, "weights"))) {
      const { name, weight, length } = decode(entry, bytes, offset, file);
      if (weights.has(name)) throw new GipfelError("MODEL_UNREADABLE", `${file} has two weights named ${name}`);
      weights.set(name, weight);
      offset += length;
    }
  }
  return weights;
}

async function readShards(group: JsonObject, files: NeighbourFiles, file: string): Promise<Uint8Array> {
  const paths = property(group, "paths");
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === "string")) {
    throw new GipfelError("MODEL_UNREADABLE", `${file}: a group of its weightsManifest lists no paths`);
  }
  const shards: Uint8Array[] = [];
  for (const path of paths as string[]) shards.push(await files.read(path));
  if (shards.length === 1) return shards[0]!;
  if (shards.reduce((sum, { length }) => sum + length, 0) > largestFile) {
    throw new GipfelError("MODEL_UNREADABLE", `${file}: a group of its weights is larger than 2 GiB`);
  }
  return Buffer.concat(shards);
}

interface Decoded {
  readonly name: string;
  readonly weight: Weight;
  /** Bytes that it takes in its group. */
  readonly length: number;
}

function decode(entry: JsonObject, group: Uint8Array, offset: number, file: string): Decoded {
  const name = property(entry, "name");
  const shape = property(entry, "shape");
  const count = Array.isArray(shape) ? shape.reduce<number>((product, size) => product * size, 1) : Number.NaN;
  if (
    !isName(name) ||
    !Array.isArray(shape) ||
    !shape.every(isNaturalNumber) ||
    shape.length > largestRank ||
    !isNaturalNumber(count)
  ) {
    throw new GipfelError(
      "MODEL_UNREADABLE",
      `${file}: weight ${describeJson(name)} has the impossible shape ${describeJson(shape)}`,
    );
  }
  const dtype = property(entry, "dtype");
  const quantization = property(entry, "quantization");
  const stored = isObject(quantization) ? property(quantization, "dtype") : dtype;
  const size =
    typeof stored === "string" && Object.hasOwn(bytesPerElement, stored) ? bytesPerElement[stored] : undefined;
  if (size === undefined) {
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file}: weight ${name} is of type ${describeJson(stored)}; supported: ${Object.keys(bytesPerElement).join(", ")}`,
    );
  }
  const length = count * size;
  if (offset + length > group.length) {
    throw new GipfelError(
      "MODEL_UNREADABLE",
      `${file}: weight ${name} ends at byte ${offset + length} of a group of ${group.length}: a weights file is truncated or of another model`,
    );
  }
  // A buffer of its own, because typed arrays demand alignment.
  const { buffer } = new Uint8Array(group.subarray(offset, offset + length));
  const values = typed(stored as string, buffer);
  const data = isObject(quantization) ? dequantise(values, quantization, dtype, `${file}: weight ${name}`) : values;
  return {
    name,
    weight: { shape: shape as number[], data: data instanceof Uint16Array ? Int32Array.from(data) : data },
    length,
  };
}

function typed(dtype: string, buffer: ArrayBuffer): Weight["data"] | Uint16Array {
  switch (dtype) {
    case "float32":
      return new Float32Array(buffer);
    case "int32":
      return new Int32Array(buffer);
    case "uint16":
      return new Uint16Array(buffer);
    case "float16":
      return Float32Array.from(new Uint16Array(buffer), fromFloat16);
    default:
      return new Uint8Array(buffer);
  }
}

/** value = scale · q + min, rounded where it stands for integers. */
function dequantise(
  values: Weight["data"] | Uint16Array,
  quantization: JsonObject,
  dtype: unknown,
  where: string,
): Weight["data"] | Uint16Array {
  if (property(quantization, "dtype") === "float16") return values;
  const scale = property(quantization, "scale");
  const minimum = property(quantization, "min");
  if (!Number.isFinite(scale) || !Number.isFinite(minimum)) {
    throw new GipfelError("MODEL_UNREADABLE", `${where} is quantised without a scale and a minimum`);
  }
  const value = (q: number) => q * (scale as number) + (minimum as number);
  return dtype === "int32" ? Int32Array.from(values, (q) => Math.round(value(q))) : Float32Array.from(values, value);
}
