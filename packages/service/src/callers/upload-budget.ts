/** What uploads may take of connections, bytes and disk: each, of one caller, and in all. */
import { statfs } from "node:fs/promises";
import { GipfelError } from "@gipfel/contracts";
import { currentCaller } from "./caller.js";
import { FairSlots } from "./fair-slots.js";

export interface UploadLimits {
  /** Uploads that are received at a time, and those of one caller. */
  readonly uploads: number;
  readonly uploadsPerCaller: number;
  /** Bytes that are being received, of one caller and in all. */
  readonly bytesPerCaller: number;
  readonly bytes: number;
}

export const defaultUploadLimits: UploadLimits = {
  uploads: 8,
  uploadsPerCaller: 4,
  bytesPerCaller: 16 * 2 ** 30,
  bytes: 32 * 2 ** 30,
};

/** Bytes between two looks at the disk. */
const diskInterval = 64 * 2 ** 20;

/** Space of a file system, in bytes. */
export interface DiskSpace {
  readonly free: number;
  readonly size: number;
}

export async function diskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, size: blocks * bsize };
}

/**
 * Some of the disk stays free, for the database and for what is under way: a twentieth, at most 1 GiB.
 *
 * @param bytes that are about to be written
 * @throws GipfelError STORAGE_FAILED
 */
export function requireDisk({ free, size }: DiskSpace, bytes: number): void {
  if (free - bytes >= Math.min(2 ** 30, size / 20)) return;
  const wanted = `${Math.ceil(bytes / 2 ** 20)} MiB and some space left`;
  throw new GipfelError(
    "STORAGE_FAILED",
    `the disk has no room: expected ${wanted}, got ${Math.floor(free / 2 ** 20)} MiB free`,
  );
}

export class UploadBudget {
  readonly #slots: FairSlots;
  readonly #bytesOf = new Map<string, number>();
  #bytes = 0;

  /** @param space of the disk that uploads are written to */
  constructor(
    private readonly space: () => Promise<DiskSpace>,
    private readonly limits = defaultUploadLimits,
  ) {
    this.#slots = new FairSlots("uploads", {
      ...{ slots: limits.uploads, slotsPerCaller: limits.uploadsPerCaller },
      ...{ waiting: 4 * limits.uploads, waitingPerCaller: 4 * limits.uploadsPerCaller },
    });
  }

  /**
   * Passes an upload on in its turn, as long as it is within its limit and those of all.
   *
   * @param limit in bytes
   * @throws GipfelError UPLOAD_TOO_LARGE, SERVICE_BUSY, STORAGE_FAILED
   */
  async *receive(upload: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
    const caller = currentCaller();
    const release = await this.#slots.take();
    let total = 0;
    let counted = 0;
    let looked = 0;
    try {
      requireDisk(await this.space(), 0);
      for await (const part of upload) {
        total += part.byteLength;
        if (total > limit) {
          throw new GipfelError("UPLOAD_TOO_LARGE", `the upload has more than ${limit} bytes, which is the limit`);
        }
        counted += part.byteLength;
        this.#count(caller, part.byteLength);
        this.#requireRoom(caller);
        if (total - looked >= diskInterval) {
          looked = total;
          requireDisk(await this.space(), diskInterval);
        }
        yield part;
      }
    } finally {
      release();
      this.#count(caller, -counted);
    }
  }

  #count(caller: string, bytes: number): void {
    this.#bytes += bytes;
    const own = (this.#bytesOf.get(caller) ?? 0) + bytes;
    if (own > 0) this.#bytesOf.set(caller, own);
    else this.#bytesOf.delete(caller);
  }

  #requireRoom(caller: string): void {
    const own = this.#bytesOf.get(caller) ?? 0;
    if (own <= this.limits.bytesPerCaller && this.#bytes <= this.limits.bytes) return;
    throw new GipfelError("SERVICE_BUSY", "uploads that are under way take all that they may; ask again later");
  }
}
