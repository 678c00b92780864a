import { type Static, Type } from "typebox";
import { Hash, Id, Name, Nullable, Timestamp } from "./columns.js";
import { rowCodec } from "./row-codec.js";

/** A token of the API, without what would let one use it. */
export const Token = Type.Object({
  id: Id(),
  name: Name(),
  /** `write` includes `read`. */
  role: Type.Enum(["read", "write"]),
  createdAt: Timestamp(),
  /** Null for one that holds until it is revoked. */
  expiresAt: Nullable(Timestamp()),
  /** To the minute; null until then. */
  lastUsedAt: Nullable(Timestamp()),
});

/** As it is stored: with the SHA-256 of the secret, never the secret. */
export const StoredToken = Type.Object({ ...Token.properties, hash: Hash() });

export type Token = Static<typeof Token>;
export type StoredToken = Static<typeof StoredToken>;
export const tokenRows = rowCodec(Token, "token");
export const storedTokenRows = rowCodec(StoredToken, "token");
