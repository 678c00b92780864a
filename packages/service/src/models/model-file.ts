import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hashOfFile, type Model } from "@gipfel/store";
import { demand, kinds } from "../changes.js";
import type { Environment } from "../environment.js";
import { fileName } from "../file-name.js";
import { findReference } from "../references/reference.js";
import { type FolderSeal, sealFolder, sealOf } from "./folder-seal.js";
import { unpackModel } from "./unpack-model.js";

/** Files that this process has checked, by path, with what tells whether they were written since. */
const checked = new Map<string, string>();

/**
 * The file of a model under its own name, in a folder with nothing else, since importers look at extensions and at
 * neighbors; of a TensorFlow.js model the folder that it was unpacked to. Its content is checked against the hash of the
 * record, and a copy that is damaged is made anew from the artifact.
 *
 * @throws GipfelError STORE_CORRUPT where its artifact is gone or damaged, MODEL_UNREADABLE for an archive that is none
 */
export async function modelFile(environment: Environment, model: Model): Promise<string> {
  const { places } = environment;
  const reference = await findReference(places, model.id);
  if (reference) return reference.path;
  const { name, format, hash } = demand(model, kinds.model, model.id);
  const folder = places.model(model.id);
  const file = join(folder, format === "onnx" ? fileName(name).replace(/(\.onnx)?$/i, ".onnx") : fileName(name));
  const seal: FolderSeal = { file: join(folder, ".seal"), hash };
  if (await isSound(file, format, seal)) return file;
  const draft = join(places.drafts, randomUUID());
  const copy = `${draft}.upload`;
  await mkdir(folder, { recursive: true });
  await mkdir(dirname(draft), { recursive: true });
  try {
    await environment.store.artifacts.copyTo(hash, format === "onnx" ? draft : copy, `model ${name}`);
    if (format !== "onnx") {
      await unpackModel(copy, draft);
      await sealFolder(draft, seal);
      await rm(file, { recursive: true, force: true });
    }
    await rename(draft, file);
  } catch (error) {
    // Another process was faster, where it is a folder.
    if (!(await isSound(file, format, seal))) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(copy, { force: true });
  }
  return file;
}

async function isSound(file: string, format: Model["format"], seal: FolderSeal): Promise<boolean> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  if (!found) return false;
  if (found.isDirectory()) return format === "tfjs" && (await sealOf(file, seal));
  const state = [seal.hash, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(" ");
  if (checked.get(file) === state) return true;
  const isWhole = (await hashOfFile(file)) === seal.hash;
  if (isWhole) checked.set(file, state);
  return isWhole;
}
