import { type Static, Type } from "typebox";
import { Hash, Id, Json, Name, Nullable, unknownId, versioned } from "./columns.js";
import { jobColumns } from "./job.js";
import { type Damage, rowCodec } from "./row-codec.js";

export const studyKinds = ["image-path", "edge-images"] as const;
export type StudyKind = (typeof studyKinds)[number];

/** A job that asks more of a finished analysis, about one of its classes. */
export const Study = Type.Object({
  id: Id(),
  analysisId: Id(),
  kind: Type.Enum([...studyKinds]),
  /** Id of the class in the analysis. */
  classId: Name(),
  /** What is asked, beside the class. */
  request: Json(),
  /** The answer, a JSON document; null until it is finished. */
  result: Nullable(Hash()),
  ...jobColumns,
  ...versioned,
});

export type Study = Static<typeof Study> & Damage;
export const studyRows = rowCodec(Study, "study", { analysisId: unknownId, classId: "unknown", request: {} });
