import type { JobReport } from "../service.js";

/** What a job is told beside itself. */
export interface JobScope {
  readonly signal: AbortSignal;
  report(report: JobReport): void;
}
