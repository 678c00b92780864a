import type { Client } from "@gipfel/client";
import { ProblemError } from "@gipfel/client";
import type { JobProgress, JobStatus, ServiceAnalysis } from "@gipfel/contracts";
import { Loader } from "../../../service/loadable.svelte.js";
import { isUnderWay } from "../../../service/status.js";

export interface LiveState {
  readonly status: JobStatus;
  readonly progress: JobProgress | null;
  readonly skipped: number;
}

/** Milliseconds before events are asked for again: more each time that none came. */
const waits = [500, 1000, 2000, 5000, 10_000];

/** An analysis that is followed while it runs: by events, and between two tries at them by asking. */
export class WatchedAnalysis {
  readonly loader = new Loader<ServiceAnalysis>();
  #live = $state.raw<LiveState | null>(null);
  /** Whether the last try to reach the service failed. */
  isSilent = $state(false);

  /** What is known last: as it was loaded, with what events said since. */
  readonly analysis = $derived.by(() => {
    const loaded = this.loader.latest;
    return loaded && this.#live ? { ...loaded, ...this.#live } : loaded;
  });

  constructor(readonly service: Client) {}

  /** Loads an analysis and follows it to its end. @returns what ends that */
  follow(analysis: string): () => void {
    const stop = new AbortController();
    this.#live = null;
    // One that runs again stays in sight meanwhile.
    if (this.loader.latest?.id !== analysis) this.loader.clear();
    void this.#follow(analysis, stop.signal);
    return () => stop.abort();
  }

  async #follow(analysis: string, signal: AbortSignal): Promise<void> {
    const params = { analysis };
    const look = () => this.loader.refresh(() => this.service.showAnalysis({ params, signal }));
    await look();
    for (let failures = 0; !signal.aborted && this.analysis && isUnderWay(this.analysis); ) {
      try {
        for await (const state of await this.service.watchAnalysis({ params, signal })) {
          this.#live = state;
          this.isSilent = false;
          failures = 0;
        }
      } catch (error) {
        if (signal.aborted) return;
        this.isSilent = !(error instanceof ProblemError);
      }
      // Events say nothing of errors and times, and may have ended before the analysis did.
      const came = await look();
      if (signal.aborted) return;
      if (came) this.#live = null;
      this.isSilent = !came;
      const isOver = !this.analysis || !isUnderWay(this.analysis);
      if (!isOver) await pause(waits[Math.min(failures++, waits.length - 1)], signal);
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
