/** What the store keeps of a model beside the file: the outcome of its check. */
import { GipfelError, JobError, ModelInspection, parseAs } from "@gipfel/contracts";
import type { InputShape } from "@gipfel/dataset";
import type { Model } from "@gipfel/store";

export type ModelCheck =
  /** Without inspection where the model has several outputs, of which an analysis names one. */
  | { readonly status: "ready"; readonly inspection: ModelInspection | null }
  | { readonly status: "refused"; readonly error: JobError; readonly unsupported: readonly string[] };

/** Of a model that an analysis was made with already: nothing has to wait until it is looked at again. */
export const provisionallyReady = { status: "ready", inspection: null, isProvisional: true } as const;

/** Whether a model is still to be looked at. */
export const needsCheck = (model: Model): boolean => checkOf(model) === null || isProvisional(model);

const isProvisional = ({ inspection }: Model): boolean => inspection?.isProvisional === true;

/** A check that came to no end, for a reason that is none of the model. */
export interface FailedCheck {
  readonly status: "checking";
  readonly error: JobError;
  /** How often it was begun, each time with several attempts. */
  readonly rounds: number;
  /** Timestamp of the next. */
  readonly retryAt: string;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** What is kept of a check that failed by no fault of the model: it is tried again, after a while that grows. */
export function failedCheck(model: Model, error: JobError, now: number): FailedCheck {
  const rounds = (failedCheckOf(model)?.rounds ?? 0) + 1;
  const pause = Math.min(day, minute * 4 ** (rounds - 1));
  return { status: "checking", error, rounds, retryAt: new Date(now + pause).toISOString() };
}

export function failedCheckOf({ inspection: kept }: Model): FailedCheck | null {
  if (kept?.status !== "checking") return null;
  const { error, rounds, retryAt } = kept;
  return {
    ...{ status: "checking", rounds: Number(rounds) || 1, retryAt: String(retryAt) },
    error: parseAs(JobError, error, "STORE_CORRUPT", "outcome of a check"),
  };
}

/** Whether a check is to begin now, or again. */
export function isCheckDue(model: Model, now: number): boolean {
  if (model.damage !== undefined) return false;
  if (model.inspection === null || isProvisional(model)) return true;
  return model.inspection.status === "checking" && !(Date.parse(String(model.inspection.retryAt)) > now);
}

/** @param expected what would be right, for the message. @throws GipfelError STATE_CONFLICT */
export function demandReady(model: Model, expected: string): Model {
  const status = checkOf(model)?.status ?? "checking";
  if (status === "ready") return model;
  throw new GipfelError("STATE_CONFLICT", `the model ${model.name} is ${status}; ${expected}`);
}

/** Of a model that is ready; null where that is not known, since it has several outputs. */
export function inputOf(model: Model): InputShape | null {
  const check = checkOf(model);
  return check?.status === "ready" && check.inspection !== null ? check.inspection.input : null;
}

/** Null while it is being checked. */
export function checkOf({ inspection: kept }: Model): ModelCheck | null {
  if (kept === null || kept.status === "checking") return null;
  const subject = "outcome of a check";
  if (kept.status === "refused") {
    return {
      status: "refused",
      error: parseAs(JobError, kept.error, "STORE_CORRUPT", subject),
      unsupported: Array.isArray(kept.unsupported) ? kept.unsupported.map(String) : [],
    };
  }
  const { inspection } = kept;
  return {
    status: "ready",
    inspection: inspection === null ? null : parseAs(ModelInspection, inspection, "STORE_CORRUPT", subject),
  };
}
