import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeModel } from "../onnx/format.js";
import { type ModelParts, modelOf } from "./onnx-model.js";

/** Runs with a folder of its own, which is gone afterwards. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "gipfel-test-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs with a model in a file. */
export async function withModel<T>(parts: ModelParts, use: (file: string) => Promise<T>): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, "model.onnx");
    await writeFile(file, encodeModel(modelOf(parts)));
    return use(file);
  });
}
