import { type Static, Type } from "typebox";
import { Count, Hash, Timestamp } from "./columns.js";

/** A content-addressed file under the root of the artifacts. */
export const Artifact = Type.Object({
  hash: Hash(),
  bytes: Count(),
  /** When it was last written. */
  writtenAt: Timestamp(),
});

export type Artifact = Static<typeof Artifact>;
