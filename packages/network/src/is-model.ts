import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { readModel } from "./onnx/read-model.js";
import { readTfjsModel } from "./tfjs/read-model.js";

/**
 * Whether a file or folder, as `importModel` takes it, holds the model of this hash: weights beside it included, nothing
 * lowered. False where it cannot be read.
 *
 * @param hash as an imported model states it
 */
export async function isModel(path: string, hash: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return (await readTfjsModel(join(path, "model.json"))).hash === hash;
    if ((await hashOfFile(path)) === hash) return true;
    const reading = extname(path).toLowerCase() === ".json" ? readTfjsModel(path) : readModel(path);
    return (await reading).hash === hash;
  } catch {
    return false;
  }
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
