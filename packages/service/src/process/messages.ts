/** What the service and its job processes say to each other. All of it is JSON. */
import type { ErrorCode, Job } from "@gipfel/contracts";
import type { EngineChoice } from "@gipfel/pipeline";
import type { Inquiry } from "../inquiries/inquiry.js";
import type { JobReport } from "../service.js";

/** What a job process needs of the service's options. */
export interface JobProcessConfig {
  readonly state: string;
  readonly dataRoot: string | null;
  readonly storeUrl: string;
  readonly computing: EngineChoice;
}

/** What each process is told beside that. */
export interface OpenedProcessConfig extends JobProcessConfig {
  /** Folder for all that it has under construction, removed after its end. */
  readonly scratch: string;
}

export type ToProcess =
  | { readonly type: "open"; readonly config: OpenedProcessConfig }
  /** One job or inquiry at a time. */
  | { readonly type: "run"; readonly job: Job }
  | { readonly type: "ask"; readonly inquiry: Inquiry }
  | { readonly type: "abort" };

export type FromProcess =
  | { readonly type: "report"; readonly report: JobReport }
  | { readonly type: "done" }
  | { readonly type: "answered"; readonly answer: unknown }
  | { readonly type: "failed"; readonly failure: ProcessFailure };

/** `code` is null for what is no error of the catalogue. */
export interface ProcessFailure {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly stack: string | null;
}
