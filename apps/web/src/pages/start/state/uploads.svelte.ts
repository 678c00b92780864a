import type { Client } from "@gipfel/client";
import { messageOf } from "@gipfel/contracts";
import { idempotencyKey } from "../../../service/idempotency-key.js";

export type Uploaded = "model" | "dataset";

/** A file on its way to the service. */
export class Upload {
  /** Of the bytes, in [0, 1]; at 1 the service still reads what came. */
  part = $state(0);
  /** Why it did not arrive. */
  failure = $state.raw<string | null>(null);
  readonly stop = new AbortController();
  /** Of a second try too: what has arrived after all is not made twice. */
  readonly key = idempotencyKey();

  constructor(
    readonly kind: Uploaded,
    readonly file: File,
  ) {}
}

/** Files that are being uploaded, and those that failed until the reader has seen it. */
export class Uploads {
  all = $state.raw<readonly Upload[]>([]);

  /** @param onArrival when the service has taken one */
  constructor(
    readonly uploading: (onProgress: (part: number) => void) => Client,
    readonly onArrival: () => Promise<void>,
  ) {}

  of(kind: Uploaded): readonly Upload[] {
    return this.all.filter((upload) => upload.kind === kind);
  }

  add(kind: Uploaded, files: Iterable<File>): void {
    for (const file of files) {
      const upload = new Upload(kind, file);
      this.all = [upload, ...this.all];
      void this.send(upload);
    }
  }

  async send(upload: Upload): Promise<void> {
    upload.failure = null;
    upload.part = 0;
    const service = this.uploading((part) => (upload.part = part));
    const { kind, file, key, stop } = upload;
    const options = { query: { name: file.name.slice(0, 200) }, body: file, idempotencyKey: key, signal: stop.signal };
    try {
      if (kind === "model") await service.uploadModel(options);
      else await service.uploadDataset({ ...options, query: { name: file.name.replace(/\.zip$/i, "").slice(0, 200) } });
      await this.onArrival();
      this.dismiss(upload);
    } catch (error) {
      if (stop.signal.aborted) this.dismiss(upload);
      else upload.failure = messageOf(error);
    }
  }

  /** Takes one off the list; stops it where it is under way. */
  dismiss(upload: Upload): void {
    upload.stop.abort();
    this.all = this.all.filter((other) => other !== upload);
  }
}
