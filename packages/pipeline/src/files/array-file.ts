/**
 * Named arrays in one file: the results of one shard. A JSON header says what is where; single arrays are read without
 * the rest.
 */
import { type FileHandle, open } from "node:fs/promises";
import { GipfelError } from "@gipfel/contracts";
import { vanishedFile } from "./vanished-file.js";
import { writeWhole } from "./write-whole.js";

export type NumberArray = Float32Array | Float64Array;

interface Entry {
  readonly name: string;
  readonly type: "float32" | "float64";
  readonly length: number;
  readonly offset: number;
}

interface Header<Attributes> {
  readonly entries: readonly Entry[];
  readonly attributes: Attributes;
}

const magic = "gipfel01";
const prefix = 16;

const padded = (length: number) => Math.ceil(length / 8) * 8;

/** @param attributes anything that JSON can hold. */
export async function writeArrays(
  file: string,
  arrays: ReadonlyMap<string, NumberArray>,
  attributes: Readonly<Record<string, unknown>>,
): Promise<void> {
  let offset = 0;
  const entries = [...arrays].map(([name, { BYTES_PER_ELEMENT, length, byteLength }]): Entry => {
    const entry = { name, type: BYTES_PER_ELEMENT === 4 ? "float32" : "float64", length, offset } as const;
    offset += padded(byteLength);
    return entry;
  });
  const json = Buffer.from(JSON.stringify({ entries, attributes } satisfies Header<unknown>));
  const header = Buffer.alloc(padded(prefix + json.length));
  header.write(magic, 0, "latin1");
  header.writeUInt32LE(json.length, 8);
  json.copy(header, prefix);
  const parts: Uint8Array[] = [header];
  for (const { buffer, byteOffset, byteLength } of arrays.values()) {
    parts.push(new Uint8Array(buffer, byteOffset, byteLength), new Uint8Array(padded(byteLength) - byteLength));
  }
  await writeWhole(file, parts);
}

/** An open file of arrays. Close it. `Attributes` is what its writer put in. */
export class ArrayFile<Attributes = unknown> {
  readonly #entries: Map<string, Entry>;

  private constructor(
    private readonly handle: FileHandle,
    private readonly file: string,
    private readonly start: number,
    { entries, attributes }: Header<Attributes>,
  ) {
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.attributes = attributes;
  }

  readonly attributes: Attributes;

  static async open<Attributes>(file: string): Promise<ArrayFile<Attributes>> {
    const handle = await open(file, "r").catch((error: unknown) => {
      throw vanishedFile(error) ?? error;
    });
    const head = Buffer.alloc(prefix);
    await handle.read(head, 0, prefix, 0);
    if (head.toString("latin1", 0, 8) !== magic) {
      await handle.close();
      throw new GipfelError(
        "STORAGE_FAILED",
        `${file} is not a file of shard results; delete it and run again with --resume`,
      );
    }
    const json = Buffer.alloc(head.readUInt32LE(8));
    await handle.read(json, 0, json.length, prefix);
    return new ArrayFile(
      handle,
      file,
      padded(prefix + json.length),
      JSON.parse(json.toString("utf8")) as Header<Attributes>,
    );
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  async read(name: string): Promise<NumberArray> {
    const entry = this.#entries.get(name);
    if (!entry) throw new GipfelError("STORAGE_FAILED", `${this.file} holds no ${name}`);
    const array = entry.type === "float32" ? new Float32Array(entry.length) : new Float64Array(entry.length);
    const bytes = new Uint8Array(array.buffer);
    const { bytesRead } = await this.handle.read(bytes, 0, bytes.length, this.start + entry.offset);
    if (bytesRead !== bytes.length) throw new GipfelError("STORAGE_FAILED", `${this.file} is truncated`);
    return array;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
