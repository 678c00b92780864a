import { type Static, Type } from "typebox";
import { Hash, Id, Name, Timestamp } from "./columns.js";
import { rowCodec } from "./row-codec.js";

/** A token of the API, without what would let one use it. */
export const Token = Type.Object({
  id: Id(),
  name: Name(),
  /** `write` includes `read`. */
  role: Type.Enum(["read", "write"]),
  createdAt: Timestamp(),
});

/** As it is stored: with the SHA-256 of the secret, never the secret. */
export const StoredToken = Type.Object({ ...Token.properties, hash: Hash() });

export type Token = Static<typeof Token>;
export type StoredToken = Static<typeof StoredToken>;
export const tokenRows = rowCodec(Token, "token");
export const storedTokenRows = rowCodec(StoredToken, "token");
