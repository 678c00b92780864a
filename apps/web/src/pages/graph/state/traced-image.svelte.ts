import type { Client } from "@gipfel/client";
import type { ImagePathDocument, ImagePathRequest, JobStatus } from "@gipfel/contracts";
import { Loader } from "../../../service/loadable.svelte.js";
import { isOfService } from "../../../service/of-service.js";
import { settled } from "../../../service/settled.js";

/** An image of the reader's own, kept by the service as long as the page is open. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  /** Of the picture, in this browser. */
  readonly url: string;
}

/** The path of one image through the graph of a class: one of the data set, or one that the reader uploaded. */
export class TracedImage {
  readonly path = new Loader<ImagePathDocument>();
  /** Being sent, and then what is traced where the address names no image. */
  readonly upload = new Loader<Upload>();
  /** Of the job under way. */
  status = $state.raw<JobStatus | null>(null);
  readonly #known = new Map<string, ImagePathDocument>();
  #followed: readonly [analysis: string, classId: string, request: ImagePathRequest] | null = null;

  constructor(private readonly service: Client) {}

  /** To be called in an effect. @param image index in the data set; null for the uploaded image, if there is one */
  follow(analysis: string, classId: string, image: number | null): void {
    const uploaded = this.upload.value;
    const request = image !== null ? { image } : uploaded ? { uploadId: uploaded.id } : null;
    this.#followed = request && isOfService(analysis) ? [analysis, classId, request] : null;
    this.#load();
  }

  retry(): void {
    this.#load();
  }

  async send(file: File): Promise<void> {
    const url = URL.createObjectURL(file);
    await this.upload.load(async (signal) => {
      const { id } = await this.service.uploadImage({ body: file, signal });
      return { id, name: file.name, url };
    });
  }

  #load(): void {
    this.status = null;
    if (!this.#followed) return this.path.clear();
    const [analysis, classId, request] = this.#followed;
    const key = JSON.stringify(this.#followed);
    const known = this.#known.get(key);
    if (known) return this.path.set(known);
    this.path.load(async (signal) => {
      const { document } = await this.#trace(analysis, classId, request, signal);
      if (!document) throw new Error("The service traced this image, but keeps nothing of it.");
      this.#known.set(key, document);
      return document;
    });
  }

  async #trace(analysis: string, classId: string, body: ImagePathRequest, signal: AbortSignal) {
    const { service } = this;
    const { id } = await service.createImagePath({ params: { analysis, class: classId }, body });
    const params = { analysis, path: id };
    try {
      return await settled(
        () => service.showImagePath({ params }),
        signal,
        ({ status }) => {
          if (!signal.aborted) this.status = status;
        },
      );
    } finally {
      // What was read is kept here, and what nobody waits for is not needed: neither has to stay with the service.
      service.deleteImagePath({ params }).catch(() => undefined);
    }
  }
}
