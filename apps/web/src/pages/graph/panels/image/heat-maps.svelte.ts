import type { Client } from "@gipfel/client";
import { type ImagePathRequest, type MethodName, messageOf } from "@gipfel/contracts";
import { SvelteMap } from "svelte/reactivity";
import type { Loadable } from "../../../../service/loadable.svelte.js";
import { explainImage, type ImageExplanation } from "./explain-image.js";

/** Heat maps of one image for one target, by method, one made after the other. */
export class HeatMaps {
  readonly made = new SvelteMap<MethodName, Loadable<ImageExplanation>>();
  busy = $state(false);
  #asked: { readonly analysis: string; readonly image: ImagePathRequest; readonly target: string } | null = null;
  #running = new AbortController();

  constructor(private readonly service: () => Client) {}

  /** What is to be explained; maps of anything else are dropped. */
  about(analysis: string, image: ImagePathRequest | null, target: string): void {
    const asked = image && { analysis, image, target };
    if (JSON.stringify(asked) === JSON.stringify(this.#asked)) return;
    this.close();
    this.#asked = asked;
    this.made.clear();
  }

  /** Makes what is not made yet, and leaves out what is not asked for. */
  async compute(methods: readonly MethodName[]): Promise<void> {
    const asked = this.#asked;
    if (!asked) return;
    const { signal } = this.#running;
    for (const method of this.made.keys()) if (!methods.includes(method)) this.made.delete(method);
    const missing = methods.filter((method) => this.made.get(method)?.state !== "ready");
    for (const method of missing) this.made.set(method, { state: "idle" });
    this.busy = true;
    for (const method of missing) {
      this.made.set(method, { state: "loading" });
      const outcome = await this.#explain({ ...asked, method }, signal);
      if (signal.aborted) return;
      this.made.set(method, outcome);
    }
    this.busy = false;
  }

  close(): void {
    this.#running.abort();
    this.#running = new AbortController();
    this.busy = false;
  }

  async #explain(asked: Parameters<typeof explainImage>[1], signal: AbortSignal): Promise<Loadable<ImageExplanation>> {
    try {
      return { state: "ready", value: await explainImage(this.service(), asked, signal) };
    } catch (error) {
      return { state: "failed", message: messageOf(error) };
    }
  }
}
