/** From a file or folder of any supported format to a network. */
import { open, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { checkConstants } from "./check-constants.js";
import type { ImportedModel, ImportOptions } from "./imported-model.js";
import { importOnnx } from "./onnx/import-model.js";
import { importTfjs } from "./tfjs/import-tfjs.js";

const expected = "an ONNX file, the model.json of a TensorFlow.js model, or the folder that holds it";

/** Formats that TensorFlow's own converter turns into one that is read, by its name for them. */
const convertible: Readonly<Record<string, { readonly what: string; readonly format: string }>> = {
  ".h5": { what: "a Keras HDF5 file", format: "keras" },
  ".hdf5": { what: "a Keras HDF5 file", format: "keras" },
  ".keras": { what: "a Keras 3 file", format: "keras_keras" },
};

/**
 * Reads a model in the format that its name or, failing that, its first bytes tell.
 *
 * @param file an ONNX file, a TensorFlow.js `model.json`, or a folder that holds one.
 * @throws GipfelError MODEL_NOT_FOUND, MODEL_UNREADABLE, MODEL_UNSUPPORTED, TARGET_UNKNOWN
 */
export async function importModel(file: string, options: ImportOptions = {}): Promise<ImportedModel> {
  const model = await importByFormat(file, options);
  checkConstants(model.network, file);
  return model;
}

async function importByFormat(file: string, options: ImportOptions): Promise<ImportedModel> {
  const info = await stat(file).catch(() => undefined);
  if (!info) throw new GipfelError("MODEL_NOT_FOUND", `${file} does not exist: --model takes ${expected}`);
  if (info.isDirectory()) return importTfjs(await modelInFolder(file), options);
  const extension = extname(file).toLowerCase();
  const known = Object.hasOwn(convertible, extension) ? convertible[extension] : undefined;
  if (known) throw toConvert(file, known.what, `--input_format=${known.format} ${file}`);
  if (extension === ".pb") {
    throw toConvert(file, "a TensorFlow graph", "--input_format=tf_saved_model FOLDER_OF_THE_SAVED_MODEL");
  }
  if (extension === ".json") return importTfjs(file, options);
  if (extension === ".onnx") return importOnnx(file, options);
  const start = await firstBytes(file);
  if (start.startsWith("\u0089HDF")) throw toConvert(file, "a Keras HDF5 file", `--input_format=keras ${file}`);
  if (start.startsWith("PK\u0003\u0004")) throw toConvert(file, "a Keras 3 file", `--input_format=keras_keras ${file}`);
  return start.trimStart().startsWith("{") ? importTfjs(file, options) : importOnnx(file, options);
}

async function modelInFolder(folder: string): Promise<string> {
  const model = join(folder, "model.json");
  if (await exists(model)) return model;
  if (await exists(join(folder, "saved_model.pb"))) {
    throw toConvert(folder, "a TensorFlow SavedModel", `--input_format=tf_saved_model ${folder}`);
  }
  throw new GipfelError("MODEL_UNREADABLE", `${folder} is a folder without a model.json: --model takes ${expected}`);
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

function toConvert(file: string, what: string, conversion: string): GipfelError {
  return new GipfelError(
    "MODEL_UNSUPPORTED",
    `${file} is ${what}; convert it with: tensorflowjs_converter ${conversion} OUTPUT_FOLDER`,
  );
}

/** The first bytes of a file, each as one character. */
async function firstBytes(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return "";
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead).toString("latin1");
  } finally {
    await handle.close();
  }
}
