import { type Static, Type } from "typebox";
import { Count, Hash, Nullable, Timestamp } from "./columns.js";

/** A content-addressed file under the root of the artifacts. */
export const Artifact = Type.Object({
  hash: Hash(),
  bytes: Count(),
  /** When it was last written. */
  writtenAt: Timestamp(),
  /** When the record that referred to it was deleted on request; null while none was since it was last written. */
  releasedAt: Nullable(Timestamp()),
});

export type Artifact = Static<typeof Artifact>;
