import type { Client } from "@gipfel/client";
import type { LayerActivations } from "@gipfel/contracts";

/** How the nodes of each layer act in all classes: read once for each layer of an analysis. */
export class ActivationStore {
  readonly #layers = new Map<string, Promise<LayerActivations>>();

  constructor(
    private readonly service: Pick<Client, "showActivations">,
    private readonly analysis: string,
  ) {}

  of(layer: string): Promise<LayerActivations> {
    const known = this.#layers.get(layer);
    if (known) return known;
    const read = this.service.showActivations({ params: { analysis: this.analysis, layer } });
    this.#layers.set(layer, read);
    return read;
  }

  /** Reads a layer anew when it is asked for again. */
  forget(layer: string): void {
    this.#layers.delete(layer);
  }
}
