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
export const needsCheck = ({ inspection }: Pick<Model, "inspection">): boolean =>
  inspection === null || inspection.isProvisional === true;

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
  if (kept === null) return null;
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
