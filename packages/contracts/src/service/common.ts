/** What the resources of the service have in common. */
import { type Static, type TSchema, Type } from "typebox";

export const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
export const Count = (options = {}) => Type.Integer({ minimum: 0, ...options });

/** UUID of what the service made; a name in `[A-Za-z0-9._-]` of a folder it was started with. */
export const Id = () => Type.String({ minLength: 1, maxLength: 200, pattern: "^[A-Za-z0-9._-]+$" });

/** UTC with milliseconds. */
export const Timestamp = () => Type.String({ format: "date-time" });

/** One line that people read. */
export const Name = () => Type.String({ minLength: 1, maxLength: 200, pattern: "^[^\\u0000-\\u001f\\u007f]+$" });

/** A schema with a default that the type knows of too, so that clients may leave the value out. */
export const Default = <Schema extends TSchema, const Value>(schema: Schema, value: Value) =>
  Object.assign(schema, { default: value });

/** A page of a list: what is asked for. */
export const PageQuery = Type.Object({
  limit: Default(Type.Integer({ minimum: 1, maximum: 200, description: "entries on the page" }), 50),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: "`next` of the page before" })),
});

/** A page of a list: what comes. */
export const PageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), next: Nullable(Type.String()) });

/** Every resource that changes: its version is its ETag. */
export const resource = {
  id: Id(),
  version: Type.Integer({ minimum: 1 }),
  createdAt: Timestamp(),
  updatedAt: Timestamp(),
};

/** Why a job came to nothing. */
export const JobError = Type.Object({ code: Type.String(), message: Type.String() });

/** `cancelling`: nothing new begins, and what runs is told to end; it may be resumed or deleted already. */
export const JobStatus = Type.Enum(["queued", "running", "cancelling", "cancelled", "failed", "finished"]);

export const JobProgress = Type.Object({
  phase: Type.String(),
  done: Count(),
  total: Count(),
  unit: Type.String(),
  /** Of the unit, per second; null before it is known. */
  rate: Nullable(Type.Number({ minimum: 0 })),
  /** Null before it is known. */
  secondsLeft: Nullable(Type.Number({ minimum: 0 })),
});

export type JobError = Static<typeof JobError>;
export type JobStatus = Static<typeof JobStatus>;
export type JobProgress = Static<typeof JobProgress>;
export type PageQuery = Static<typeof PageQuery>;
