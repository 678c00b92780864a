/** How far jobs are, in words and signs. */
import type { JobStatus, Model } from "@gipfel/contracts";

/** What the sign of a status looks like. */
export type Tone = "waiting" | "moving" | "good" | "bad" | "stopped";

export interface StatusWords {
  readonly word: string;
  readonly tone: Tone;
}

export const jobStatus: Readonly<Record<JobStatus, StatusWords>> = {
  queued: { word: "Waiting", tone: "waiting" },
  running: { word: "Running", tone: "moving" },
  cancelling: { word: "Stopping", tone: "moving" },
  cancelled: { word: "Stopped", tone: "stopped" },
  failed: { word: "Failed", tone: "bad" },
  finished: { word: "Finished", tone: "good" },
};

export const modelStatus: Readonly<Record<Model["status"], StatusWords>> = {
  checking: { word: "Checking", tone: "moving" },
  ready: { word: "Ready", tone: "good" },
  refused: { word: "Refused", tone: "bad" },
};

/** Whether an analysis will change by itself. */
export const isUnderWay = ({ status }: { readonly status: JobStatus }): boolean =>
  status === "queued" || status === "running" || status === "cancelling";
