import { type Static, Type } from "typebox";
import { Count, Hash, Id, Name, Nullable, Timestamp } from "./columns.js";
import { rowCodec } from "./row-codec.js";

/** A piece of an analysis that one worker does at a time. */
export const Shard = Type.Object({
  analysisId: Id(),
  phase: Name(),
  /** Unique in its phase. */
  key: Name(),
  status: Type.Enum(["pending", "done"]),
  /** The artifact with its result; null until done. */
  hash: Nullable(Hash()),
  /** Who claims it, or who did it; null where nobody does. */
  worker: Nullable(Name()),
  /** Until when the claim holds. */
  leasedUntil: Nullable(Timestamp()),
  /** How often it was claimed since it was planned, resumed or retried. */
  attempts: Count(),
});

export type Shard = Static<typeof Shard>;
export type ShardKey = Pick<Shard, "analysisId" | "phase" | "key">;
export const shardRows = rowCodec(Shard, "shard");
