import type { GraphDocument, GraphExample } from "@gipfel/contracts";
import { examplesPerNode } from "./examples.js";

/**
 * The images of all classes on which each node is strongest: they are among the strongest of their own class, so the
 * graphs of the classes tell them.
 */
export class DatasetExamples {
  readonly #best = new Map<string, readonly GraphExample[]>();

  add({ nodes }: Pick<GraphDocument, "nodes">): void {
    for (const { id, examples } of nodes) {
      const all = [...(this.#best.get(id) ?? []), ...examples];
      all.sort((a, b) => b.activation - a.activation || a.image - b.image);
      this.#best.set(id, all.slice(0, examplesPerNode));
    }
  }

  of(node: string): GraphExample[] {
    return [...(this.#best.get(node) ?? [])];
  }
}
