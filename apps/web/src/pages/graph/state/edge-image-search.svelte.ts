import type { Client } from "@gipfel/client";
import { type EdgeImagesState, messageOf } from "@gipfel/contracts";

const askEvery = 800;

/** The job that finds the images on which each edge of one class is strongest. */
export class EdgeImageSearch {
  /** Null before it was asked for here. */
  state = $state.raw<EdgeImagesState | null>(null);
  /** Why the service does not answer, or does not do it. */
  failure = $state.raw<string | null>(null);
  #following: AbortController | null = null;

  constructor(
    private readonly service: Pick<Client, "findEdgeImages">,
    private readonly params: { readonly analysis: string; readonly class: string },
  ) {}

  get isRunning(): boolean {
    const status = this.state?.status;
    return this.failure === null && (status === "queued" || status === "running");
  }

  /** Starts the job, or takes up with the one that runs, and follows it to its end. */
  async follow(): Promise<void> {
    this.pause();
    const following = new AbortController();
    const { signal } = following;
    this.#following = following;
    this.failure = null;
    try {
      do {
        this.state = await this.service.findEdgeImages({ params: this.params, signal });
        if (this.isRunning) await new Promise((resolve) => setTimeout(resolve, askEvery));
      } while (this.isRunning && !signal.aborted);
      if (this.state.status === "failed") this.failure = this.state.error?.message ?? "The images could not be found.";
    } catch (error) {
      if (!signal.aborted) this.failure = messageOf(error);
    }
  }

  /** Stops asking; the job goes on. */
  pause(): void {
    this.#following?.abort();
    this.#following = null;
  }
}
