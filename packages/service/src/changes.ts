/** Outcomes of the store's changes, as errors where nothing changed. */
import { type ErrorCode, GipfelError, type JobError } from "@gipfel/contracts";
import type { Change, Damage } from "@gipfel/store";

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

/** A record to show or delete, sound or not. @throws GipfelError that says that there is none */
export function demandAny<T>(found: T | undefined, kind: ResourceKind, id: string): T {
  if (found === undefined) throw missing(kind, id);
  return found;
}

/** A record to work with. @throws GipfelError that says that there is none; STORE_CORRUPT */
export function demand<T>(found: T | undefined, kind: ResourceKind, id: string): T {
  const record = demandAny(found, kind, id);
  const error = damageOf(record, kind);
  if (error) throw new GipfelError("STORE_CORRUPT", `${kind.name} ${id}: ${error.message}`);
  return record;
}

/** What a caller is told of a damaged record; undefined for a sound one. */
export function damageOf(record: unknown, { name }: Pick<ResourceKind, "name">): JobError | undefined {
  const damage = typeof record === "object" && record !== null ? (record as Damage).damage : undefined;
  return damage === undefined ? undefined : damagedError(name, damage);
}

/** @param what is damaged, as the message names it */
export function damagedError(what: string, damage: string): JobError {
  const message = `damaged ${what}, to be deleted or brought back from a backup: ${damage}`;
  return { code: "STORE_CORRUPT", message: message.slice(0, 2000) };
}

export const isDamage = (error: unknown): error is GipfelError =>
  error instanceof GipfelError && (error.code === "STORE_CORRUPT" || error.code === "GRAPH_INVALID");

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
