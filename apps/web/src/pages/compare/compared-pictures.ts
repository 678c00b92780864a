import type { GraphDocument } from "@gipfel/contracts";
import type { ComparedNode } from "@gipfel/graph";
import { examplesOf } from "../../graph-model/node-examples.js";
import type { ImageStore } from "../../images/image-store.js";
import { mosaic } from "../../images/mosaic.js";

export interface PictureSide {
  readonly document: GraphDocument;
  readonly images: ImageStore;
}

/** Pictures of the nodes of two graphs, each made once: patches of A, and of B for what B alone has. */
export class ComparedPictures {
  readonly #made = new Map<string, Promise<string | null>>();
  readonly #urls: string[] = [];
  #closed = false;

  constructor(private readonly sides: Readonly<Record<"a" | "b", PictureSide>>) {}

  /** The address of a picture; null where the node has none. */
  of(node: ComparedNode): Promise<string | null> {
    const url = this.#made.get(node.id) ?? this.#make(node);
    this.#made.set(node.id, url);
    // A failure is not kept: the next one who asks tries again.
    url.catch(() => this.#made.delete(node.id));
    return url;
  }

  close(): void {
    this.#closed = true;
    for (const url of this.#urls) URL.revokeObjectURL(url);
  }

  async #make({ a, either }: ComparedNode): Promise<string | null> {
    const { document, images } = this.sides[a ? "a" : "b"];
    const layers = new Map(document.layers.map((layer) => [layer.id, layer]));
    const blob = await mosaic(examplesOf({ document, layers }, either), images);
    if (!blob || this.#closed) return null;
    const url = URL.createObjectURL(blob);
    this.#urls.push(url);
    return url;
  }
}
