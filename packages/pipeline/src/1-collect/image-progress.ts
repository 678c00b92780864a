import type { AnalysisPhase, RunContext } from "../ports.js";
import type { Shard } from "./plan-shards.js";

/** Counts images through a phase; what earlier runs have done counts as done. */
export class ImageProgress {
  readonly #total: number;
  #done: number;

  constructor(
    private readonly phase: AnalysisPhase,
    shards: readonly Shard[],
    pending: readonly Shard[],
    private readonly context: RunContext,
  ) {
    this.#total = countImages(shards);
    this.#done = this.#total - countImages(pending);
  }

  add(images: number): void {
    this.#done += images;
    this.context.onProgress?.({ phase: this.phase, done: this.#done, total: this.#total, unit: "images" });
  }
}

function countImages(shards: readonly Shard[]): number {
  return shards.reduce((sum, { images }) => sum + images.length, 0);
}
