import type { Client } from "@gipfel/client";
import type { Annotation } from "@gipfel/contracts";
import { Loader } from "../../../service/loadable.svelte.js";
import { isOfService } from "../../../service/of-service.js";
import { readAll } from "../../../service/read-all.js";

/** What readers wrote about the nodes of one analysis. */
export class Annotations {
  readonly loader = new Loader<Annotation[]>();
  readonly byNode: ReadonlyMap<string, Annotation> = $derived(
    new Map((this.loader.latest ?? []).map((annotation) => [annotation.node, annotation])),
  );
  /** Own names of nodes, by node id. */
  readonly names: ReadonlyMap<string, string> = $derived(
    new Map([...this.byNode].flatMap(([node, { name }]) => (name ? [[node, name] as const] : []))),
  );

  constructor(private readonly service: Client) {}

  /** When they have come, or have not. */
  loaded: Promise<void> = Promise.resolve();

  /** Those of another analysis. */
  load(analysis: string): void {
    this.loader.clear();
    this.loaded = Promise.resolve();
    if (!isOfService(analysis)) return;
    this.loaded = this.loader.load((signal) =>
      readAll((query) => this.service.listAnnotations({ params: { analysis }, query, signal })),
    );
  }

  /** Writes what a reader calls a node and notes about it; without either, what there was goes. */
  async write(analysis: string, node: string, { name, note }: Pick<Annotation, "name" | "note">): Promise<void> {
    const params = { analysis, node };
    const others = (this.loader.latest ?? []).filter((one) => one.node !== node);
    if (name === null && note === "") {
      if (this.byNode.has(node)) await this.service.deleteAnnotation({ params });
      this.loader.set(others);
    } else {
      this.loader.set([...others, await this.service.annotate({ params, body: { name, note } })]);
    }
  }
}
