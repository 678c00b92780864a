import { type Static, Type } from "typebox";
import { Hash, Text, Timestamp } from "./columns.js";
import { rowCodec } from "./row-codec.js";

/** A creation that was asked for under a key of the client's, and how it was answered. */
export const IdempotencyKey = Type.Object({
  /** Whose key it is: keys of different clients do not meet. */
  owner: Text(200),
  key: Type.String({ minLength: 1, maxLength: 200, pattern: "^[\\u0020-\\u007e]+$" }),
  /** SHA-256 of the request. */
  request: Hash(),
  answer: Type.Unknown(),
  expiresAt: Timestamp(),
});

export type IdempotencyKey = Static<typeof IdempotencyKey>;
export const idempotencyKeyRows = rowCodec(IdempotencyKey, "idempotency key");
