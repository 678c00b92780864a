/** Weights that an ONNX file keeps in files beside it. */
import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import type { TensorProto } from "./format.js";

/** Node reads no larger file at once, and protobuf messages cannot be larger. */
export const largestFile = 2 ** 31 - 1;

/** Where the weights of one tensor lie. */
const EXTERNAL = 1;

/** Reads weight files, each once, and refuses those outside the model's folder, links that lead out of it included. */
export class ExternalData {
  readonly #contents = new Map<string, Promise<Uint8Array>>();

  constructor(private readonly file: string) {}

  /** The files read so far, in the order of their first use. */
  async contents(): Promise<Uint8Array[]> {
    return Promise.all(this.#contents.values());
  }

  /**
   * Takes the values of a tensor into its message.
   * @throws GipfelError MODEL_UNREADABLE where its file is missing, too large, too short or outside the folder.
   */
  async load(proto: TensorProto): Promise<void> {
    if (proto.dataLocation !== EXTERNAL) return;
    const entries = new Map((proto.externalData ?? []).map(({ key, value }) => [key, value]));
    const location = entries.get("location") ?? "";
    const known = this.#contents.get(location);
    const reading = known ?? this.#read(location);
    if (!known) this.#contents.set(location, reading);
    const bytes = await reading;
    const offset = Number(entries.get("offset") ?? 0);
    const length = Number(entries.get("length") ?? bytes.length - offset);
    if (!(offset >= 0 && length >= 0 && offset + length <= bytes.length)) {
      throw this.#refusal(location, "is truncated: copy it again");
    }
    proto.rawData = bytes.subarray(offset, offset + length);
    proto.externalData = [];
    proto.dataLocation = 0;
  }

  async #read(location: string): Promise<Uint8Array> {
    const folder = await realpath(dirname(resolve(this.file)));
    const target = await realpath(resolve(folder, location)).catch(() => undefined);
    const info = target === undefined ? undefined : await stat(target);
    if (target === undefined || location === "" || !info?.isFile()) {
      throw this.#refusal(location, "is missing: keep it beside the model");
    }
    const inside = relative(folder, target);
    if (inside.startsWith("..") || isAbsolute(inside)) {
      throw this.#refusal(location, "lies outside the model's folder: keep it beside the model");
    }
    if (info.size > largestFile) throw this.#refusal(location, "is larger than 2 GiB");
    return readFile(target);
  }

  #refusal(location: string, problem: string): GipfelError {
    return new GipfelError("MODEL_UNREADABLE", `${this.file}: its weights file ${JSON.stringify(location)} ${problem}`);
  }
}
