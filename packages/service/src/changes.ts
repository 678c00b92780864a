/** Outcomes of the store's changes, as errors where nothing changed. */
import { type ErrorCode, GipfelError } from "@gipfel/contracts";
import type { Change } from "@gipfel/store";

/** What a resource is called, and the error where there is none. */
export interface ResourceKind {
  readonly name: string;
  readonly missing: ErrorCode;
}

export const kinds = {
  model: { name: "model", missing: "MODEL_NOT_FOUND" },
  dataset: { name: "data set", missing: "DATASET_NOT_FOUND" },
  analysis: { name: "analysis", missing: "GRAPH_NOT_FOUND" },
  view: { name: "view", missing: "VIEW_NOT_FOUND" },
  annotation: { name: "annotation", missing: "ANNOTATION_NOT_FOUND" },
  explanation: { name: "explanation", missing: "EXPLANATION_NOT_FOUND" },
  path: { name: "image path", missing: "PATH_NOT_FOUND" },
  upload: { name: "upload", missing: "UPLOAD_NOT_FOUND" },
} as const satisfies Record<string, ResourceKind>;

export function missing({ name, missing: code }: ResourceKind, id: string): GipfelError {
  return new GipfelError(code, `there is no ${name} ${id}`);
}

/** @throws GipfelError that says that there is none */
export function demand<T>(found: T | undefined, kind: ResourceKind, id: string): T {
  if (found === undefined) throw missing(kind, id);
  return found;
}

/** @throws GipfelError VERSION_CONFLICT, or that there is none */
export function changed<T extends { readonly version: number }>(change: Change<T>, kind: ResourceKind, id: string): T {
  if (change.outcome === "missing") throw missing(kind, id);
  if (change.outcome === "conflict") throw versionConflict(kind, id, change.record.version);
  return change.record;
}

/** @throws GipfelError VERSION_CONFLICT */
export function demandVersion(
  record: { readonly version: number },
  version: number | undefined,
  kind: ResourceKind,
  id: string,
): void {
  if (version !== undefined && version !== record.version) throw versionConflict(kind, id, record.version);
}

function versionConflict({ name }: ResourceKind, id: string, version: number): GipfelError {
  return new GipfelError(
    "VERSION_CONFLICT",
    `${name} ${id} has changed meanwhile, to version ${version}; fetch it and change that`,
  );
}
