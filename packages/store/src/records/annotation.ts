import { type Static, Type } from "typebox";
import { Id, Name, Nullable, Text, unknownId, versioned } from "./columns.js";
import { type Damage, rowCodec } from "./row-codec.js";

/** What a user wrote about a node. */
export const Annotation = Type.Object({
  analysisId: Id(),
  /** Id of the node in the graph documents of the analysis. */
  node: Type.String({ minLength: 1, maxLength: 500, pattern: "^[^\\u0000-\\u001f]+$" }),
  name: Nullable(Name()),
  note: Text(20_000),
  ...versioned,
});

export type Annotation = Static<typeof Annotation> & Damage;
export const annotationRows = rowCodec(Annotation, "annotation", {
  analysisId: unknownId,
  node: "unknown",
  name: null,
  note: "",
});
