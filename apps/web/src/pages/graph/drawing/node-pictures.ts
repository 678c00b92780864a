import type { Client } from "@gipfel/client";
import type { GraphModel } from "../../../graph-model/graph-model.js";
import { examplesOf } from "../../../graph-model/node-examples.js";
import type { ImageStore } from "../../../images/image-store.js";
import { mosaic } from "../../../images/mosaic.js";

export type PictureKind = "patches" | "visualisation";

export interface PictureSource {
  readonly service: Client;
  readonly images: ImageStore;
  readonly analysis: string;
  readonly classId: string;
  /** Whether each class has concepts, and pictures of them, of its own. */
  readonly perClass: boolean;
  /** Layers with other concepts than those of the analysis, which alone have visualisations. */
  readonly regrouped: ReadonlySet<string>;
}

/** The pictures of the nodes of one graph, each made once. */
export class NodePictures {
  readonly #made = new Map<string, Promise<string | null>>();
  readonly #urls: string[] = [];
  #closed = false;

  constructor(
    private readonly model: GraphModel,
    private readonly source: PictureSource,
  ) {}

  /** The address of a picture; null where the node has none, of either kind. */
  of(node: string, kind: PictureKind): Promise<string | null> {
    const key = `${kind} ${node}`;
    const url = this.#made.get(key) ?? this.#make(node, kind);
    this.#made.set(key, url);
    // A failure is not kept: the next one who asks tries again.
    url.catch(() => this.#made.delete(key));
    return url;
  }

  close(): void {
    this.#closed = true;
    for (const url of this.#urls) URL.revokeObjectURL(url);
  }

  async #make(id: string, kind: PictureKind): Promise<string | null> {
    const node = this.model.nodes.get(id);
    if (!node) return null;
    const isConcept = this.model.layers.get(node.layer)?.role === "hidden";
    const blob =
      kind === "visualisation" && isConcept && !this.source.regrouped.has(node.layer)
        ? await this.#visualisation(id)
        : await mosaic(examplesOf(this.model, node), this.source.images);
    if (!blob || this.#closed) return null;
    const url = URL.createObjectURL(blob);
    this.#urls.push(url);
    return url;
  }

  async #visualisation(node: string): Promise<Blob> {
    const { service, analysis, classId, perClass } = this.source;
    const query = perClass ? { class: classId } : {};
    const bytes = await service.showVisualisation({ params: { analysis, node }, query });
    return new Blob([new Uint8Array(bytes)], { type: "image/png" });
  }
}
