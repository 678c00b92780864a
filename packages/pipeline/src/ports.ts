/** One step of an analysis, for progress displays. */
export interface Progress {
  readonly phase: "prepare" | "baseline" | "collect" | "concepts" | "edges" | "graphs";
  readonly done: number;
  readonly total: number;
  readonly unit: "images" | "layers" | "classes" | "steps";
}

/** What an analysis needs from whoever runs it. */
export interface RunContext {
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
  /** A sentence the user should see: an assumed preprocessing, a skipped image. */
  onNotice?(notice: string): void;
}
