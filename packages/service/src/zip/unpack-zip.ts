import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PassThrough, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { zipContentStart, zipHeaderBytes } from "@gipfel/dataset";
import { diskSpace, requireDisk } from "../callers/upload-budget.js";
import { type Refuse, readAt, readZipDirectory, type ZipEntry, type ZipLimits } from "./zip-directory.js";

export interface UnpackOptions {
  readonly limits: ZipLimits;
  /** Which entries to take. */
  readonly accepts: (name: string) => boolean;
  /** Part of all names that is left away, such as `photos/`. */
  readonly prefix?: (names: readonly string[]) => string;
  readonly refuse: Refuse;
}

/**
 * Unpacks the files of an archive into a folder that is made for it. No entry gets more bytes than the directory states,
 * which the limits hold for.
 *
 * @returns how many files there are
 * @throws what `refuse` makes; GipfelError STORAGE_FAILED
 */
export async function unpackZip(
  file: string,
  folder: string,
  { limits, accepts, prefix = () => "", refuse }: UnpackOptions,
): Promise<number> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const entries = (await readZipDirectory(handle, size, limits, refuse)).filter(({ name }) => accepts(name));
    const left = prefix(entries.map(({ name }) => name)).length;
    await mkdir(folder, { recursive: true });
    requireDisk(
      await diskSpace(folder),
      entries.reduce((sum, entry) => sum + entry.size, 0),
    );
    for (const entry of entries) {
      const start = zipContentStart(entry, await readAt(handle, entry.header, zipHeaderBytes, refuse));
      if (start === undefined) throw refuse(`is damaged at ${entry.name}`);
      if (start + entry.compressedSize > size) throw refuse(`is cut off inside ${entry.name}`);
      await unpackEntry(file, start, entry, join(folder, entry.name.slice(left)), refuse);
    }
    return entries.length;
  } finally {
    await handle.close();
  }
}

async function unpackEntry(file: string, start: number, entry: ZipEntry, to: string, refuse: Refuse): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const check = new ContentCheck(entry, refuse);
  const isEmpty = entry.compressedSize === 0;
  try {
    await pipeline(
      isEmpty ? new PassThrough().end() : createReadStream(file, { start, end: start + entry.compressedSize - 1 }),
      entry.isDeflated && !isEmpty ? createInflateRaw() : new PassThrough(),
      check,
      createWriteStream(to, { flags: "wx" }),
    );
  } catch (error) {
    if (error instanceof GipfelError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code.startsWith("Z_")) throw refuse(`is damaged at ${entry.name}`);
    throw new GipfelError("STORAGE_FAILED", `${entry.name} could not be unpacked: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Passes bytes on as long as they are what the directory states. */
class ContentCheck extends Transform {
  #bytes = 0;
  #crc32 = 0;

  constructor(
    private readonly entry: ZipEntry,
    private readonly refuse: Refuse,
  ) {
    super();
  }

  override _transform(part: Buffer, _: BufferEncoding, done: (error: Error | null, part?: Buffer) => void): void {
    this.#bytes += part.length;
    this.#crc32 = crc32(part, this.#crc32);
    if (this.#bytes > this.entry.size) done(this.refuse(`has ${this.entry.name} larger than its directory states`));
    else done(null, part);
  }

  override _flush(done: (error: Error | null) => void): void {
    const isWhole = this.#bytes === this.entry.size && this.#crc32 === this.entry.crc32;
    done(isWhole ? null : this.refuse(`is damaged at ${this.entry.name}: size or checksum differ`));
  }
}
