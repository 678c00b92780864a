/** The files of a model: its own, and those with weights beside it. */
import { createHash } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { GipfelError, messageOf } from "@gipfel/contracts";

/** Node reads no larger file at once, and protobuf messages cannot be larger. */
export const largestFile = 2 ** 31 - 1;

/**
 * The bytes of a model's own file.
 *
 * @param expected what `--model` takes here, such as "an ONNX file".
 * @throws GipfelError MODEL_NOT_FOUND, MODEL_UNREADABLE
 */
export async function readModelFile(file: string, expected: string): Promise<Uint8Array> {
  const info = await stat(file).catch(() => undefined);
  if (!info) throw new GipfelError("MODEL_NOT_FOUND", `${file} does not exist: --model takes ${expected}`);
  if (!info.isFile()) throw new GipfelError("MODEL_UNREADABLE", `${file} is not a file: --model takes ${expected}`);
  if (info.size > largestFile) {
    throw new GipfelError("MODEL_UNREADABLE", `${file} is larger than 2 GiB: keep the weights in files beside it`);
  }
  try {
    return await readFile(file);
  } catch (error) {
    throw new GipfelError("MODEL_UNREADABLE", `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** Reads weight files, each once, and refuses those outside the model's folder, links that lead out of it included. */
export class NeighbourFiles {
  readonly #contents = new Map<string, Promise<Uint8Array>>();

  /** @param file the model's own. */
  constructor(private readonly file: string) {}

  /**
   * @param location path from the model's folder.
   * @throws GipfelError MODEL_UNREADABLE where the file is missing, too large or outside the folder.
   */
  read(location: string): Promise<Uint8Array> {
    const known = this.#contents.get(location);
    if (known) return known;
    const reading = this.#read(location);
    this.#contents.set(location, reading);
    return reading;
  }

  /** SHA-256 over the model's file and, after it, the files read so far, in the order of their first use; hexadecimal. */
  async hash(model: Uint8Array): Promise<string> {
    const hash = createHash("sha256").update(model);
    for (const content of await Promise.all(this.#contents.values())) hash.update(content);
    return hash.digest("hex");
  }

  refusal(location: string, problem: string): GipfelError {
    return new GipfelError("MODEL_UNREADABLE", `${this.file}: its weights file ${JSON.stringify(location)} ${problem}`);
  }

  async #read(location: string): Promise<Uint8Array> {
    const folder = await realpath(dirname(resolve(this.file)));
    // Before anything is looked at: whether there is a file elsewhere is nobody's to learn.
    if (leadsOutOf(folder, resolve(folder, location))) throw this.#outside(location);
    const target = await realpath(resolve(folder, location)).catch(() => undefined);
    const info = target === undefined ? undefined : await stat(target);
    if (target === undefined || location === "" || !info?.isFile()) {
      throw this.refusal(location, "is missing: keep it beside the model");
    }
    if (leadsOutOf(folder, target)) throw this.#outside(location);
    if (info.size > largestFile) throw this.refusal(location, "is larger than 2 GiB");
    return readFile(target);
  }

  #outside(location: string): GipfelError {
    return this.refusal(location, "lies outside the model's folder: keep it beside the model");
  }
}

/** Whether a path leads out of a folder. */
function leadsOutOf(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
}
