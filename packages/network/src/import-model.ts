/** From a file or folder of any supported format to a network. */
import { stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { checkConstants } from "./check-constants.js";
import { refuseForeignFile, refuseForeignFolder, startOf } from "./foreign-models.js";
import type { ImportedModel, ImportOptions } from "./imported-model.js";
import { importOnnx } from "./onnx/import-model.js";
import { importTfjs } from "./tfjs/import-tfjs.js";

const expected = "an ONNX file, the model.json of a TensorFlow.js model, or the folder that holds it";

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
  const start = await startOf(file);
  refuseForeignFile(file, start);
  const extension = extname(file).toLowerCase();
  if (extension === ".json") return importTfjs(file, options);
  if (extension === ".onnx") return importOnnx(file, options);
  return start.trimStart().startsWith("{") ? importTfjs(file, options) : importOnnx(file, options);
}

async function modelInFolder(folder: string): Promise<string> {
  const model = join(folder, "model.json");
  if (await exists(model)) return model;
  await refuseForeignFolder(folder);
  throw new GipfelError("MODEL_UNREADABLE", `${folder} is a folder without a model.json: --model takes ${expected}`);
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}
