import { randomUUID } from "node:crypto";
import { copyFile, link, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import type { Model } from "@gipfel/store";
import type { Environment } from "../environment.js";
import { fileName } from "../file-name.js";
import { findReference } from "../references/reference.js";
import { unpackModel } from "./unpack-model.js";

/**
 * The file of a model under its own name, in a folder with nothing else, since importers look at extensions and at
 * neighbours; of a TensorFlow.js model the folder that it was unpacked to.
 *
 * @throws GipfelError MODEL_NOT_FOUND where its artifact is gone, MODEL_UNREADABLE for an archive that is none
 */
export async function modelFile({ store, places }: Environment, model: Model): Promise<string> {
  const reference = await findReference(places, model.id);
  if (reference) return reference.path;
  const folder = places.model(model.id);
  const name = model.format === "onnx" ? fileName(model.name).replace(/(\.onnx)?$/i, ".onnx") : fileName(model.name);
  const file = join(folder, name);
  if (await exists(file)) return file;
  const artifact = await store.artifacts.get(model.hash);
  if (!artifact) throw new GipfelError("MODEL_NOT_FOUND", `the file of model ${model.name} is gone; upload it again`);
  const draft = join(places.drafts, randomUUID());
  await mkdir(folder, { recursive: true });
  await mkdir(dirname(draft), { recursive: true });
  try {
    if (model.format === "onnx") await link(artifact.path, draft).catch(() => copyFile(artifact.path, draft));
    else await unpackModel(artifact.path, draft);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster, where it is a folder.
    if (!(await exists(file))) throw error;
  }
  return file;
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}
