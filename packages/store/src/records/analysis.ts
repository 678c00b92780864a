import { type Static, Type } from "typebox";
import { Id, Json, Name, Nullable, unknownId, versioned } from "./columns.js";
import { jobColumns } from "./job.js";
import { type Damage, rowCodec } from "./row-codec.js";

/** One run: network × data set × options. */
export const Analysis = Type.Object({
  id: Id(),
  name: Name(),
  modelId: Id(),
  datasetId: Id(),
  options: Json(),
  ...jobColumns,
  /** Seconds per phase; null until finished. */
  timings: Nullable(Type.Record(Type.String(), Type.Number({ minimum: 0 }))),
  /** The analysis whose options it took; null where there is none, or none any more. */
  clonedFrom: Nullable(Id()),
  ...versioned,
});

export type Analysis = Static<typeof Analysis> & Damage;
export const analysisRows = rowCodec(Analysis, "analysis", {
  modelId: unknownId,
  datasetId: unknownId,
  options: {},
  timings: null,
});
