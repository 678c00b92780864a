import { ExplanationDocument } from "@gipfel/contracts";
import { type Static, Type } from "typebox";
import { Hash, Id, Json, Name, Nullable, unknownId, versioned } from "./columns.js";
import { jobColumns } from "./job.js";
import { type Damage, rowCodec } from "./row-codec.js";

/** A job that explains images by an attribution method. */
export const Explanation = Type.Object({
  id: Id(),
  name: Name(),
  modelId: Id(),
  /** Null where the images were uploaded. */
  datasetId: Nullable(Id()),
  /** The analysis whose concept is the target; null for classes and neurons. */
  analysisId: Nullable(Id()),
  /** Images, method with its parameters, and target. */
  request: Json(),
  ...jobColumns,
  ...versioned,
});

/** What an explanation found for one image. */
export const ExplanationImage = Type.Object({
  explanationId: Id(),
  /** Index in the data set, or name of the upload. */
  image: Name(),
  document: ExplanationDocument,
  /** The rendered heat map. */
  picture: Hash(),
  /** Its values as an array file; null where they are not kept. */
  map: Nullable(Hash()),
});

export type Explanation = Static<typeof Explanation> & Damage;
export type ExplanationImage = Static<typeof ExplanationImage>;
export const explanationRows = rowCodec(Explanation, "explanation", {
  modelId: unknownId,
  datasetId: null,
  request: {},
});
export const explanationImageRows = rowCodec(ExplanationImage, "image of an explanation");
