/** Parts of the schemas of records. What may go into a column is the same for both databases. */
import { type TSchema, Type } from "typebox";

export const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

export const Count = () => Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** UUID, version 7: ids sort by the time they were made. */
export const Id = () =>
  Type.String({ pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$" });

/** Stands in for an id that cannot be read; no record has it. */
export const unknownId = "00000000-0000-7000-8000-000000000000";

/** SHA-256 of an artifact's content, in hexadecimal. */
export const Hash = () => Type.String({ pattern: "^[0-9a-f]{64}$" });

/** UTC with milliseconds, as `Date.toISOString` writes it: text order is time order. */
export const Timestamp = () => Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" });

/** One line that a user typed. */
export const Name = () => Type.String({ minLength: 1, maxLength: 200, pattern: "^[^\\u0000-\\u001f\\u007f]+$" });

/** Text of any form; PostgreSQL holds every character but NUL. */
export const Text = (maxLength: number) => Type.String({ maxLength, pattern: "^[^\\u0000]*$" });

/** A relative path with `/`, without empty, `.` and `..` segments. */
export const Path = () =>
  Type.String({
    minLength: 1,
    maxLength: 1000,
    pattern: "^(?!\\.{1,2}(/|$))[^/\\u0000-\\u001f\\\\]+(/(?!\\.{1,2}(/|$))[^/\\u0000-\\u001f\\\\]+)*$",
  });

/** JSON objects that the store keeps without knowing what they mean. */
export const Json = () => Type.Record(Type.String(), Type.Unknown());

/** Columns of every record that can change: `version` is 1 at first and rises with each change. */
export const versioned = {
  version: Type.Integer({ minimum: 1 }),
  createdAt: Timestamp(),
  updatedAt: Timestamp(),
};
