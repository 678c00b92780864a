export type AnalysisPhase = "prepare" | "baseline" | "collect" | "concepts" | "edges" | "graphs" | "visualize";

/** One step of a run, for progress displays. */
export interface Progress {
  readonly phase: AnalysisPhase | "explain" | "evaluate";
  readonly done: number;
  readonly total: number;
  readonly unit: "images" | "layers" | "classes" | "steps" | "methods" | "instances";
}

/** What an analysis needs from whoever runs it. */
export interface RunContext {
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
  /** A sentence the user should see: an assumed preprocessing, a skipped image. */
  onNotice?(notice: string): void;
}
