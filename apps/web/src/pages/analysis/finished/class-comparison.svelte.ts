import type { Client } from "@gipfel/client";
import type { ClassMap } from "@gipfel/contracts";
import { Loader } from "../../../service/loadable.svelte.js";

/** What compares the classes of an analysis: their map, and how alike they are to the chosen one. */
export class ClassComparison {
  readonly map = new Loader<ClassMap>();
  readonly #similar = new Loader<ReadonlyMap<string, number>>();
  /** Similarity in [−1, 1] by class id; of the layer before until that of another is there. */
  readonly similarities = $derived(this.#similar.latest);

  readonly failure = $derived(this.#similar.current.state === "failed" ? this.#similar.current.message : null);

  constructor(readonly service: Client) {}

  loadMap(analysis: string): void {
    void this.map.load((signal) => this.service.showClassMap({ params: { analysis }, signal }));
  }

  /** @param layer null for the last */
  compare(analysis: string, chosen: string | null, layer: string | null): void {
    if (chosen === null) return this.#similar.clear();
    const params = { analysis, class: chosen };
    void this.#similar.load(async (signal) => {
      const query = layer === null ? {} : { layer };
      const { classes } = await this.service.listSimilarClasses({ params, query, signal });
      return new Map(classes.map((entry) => [entry.class, entry.similarity]));
    });
  }
}
