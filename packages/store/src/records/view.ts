import { type Static, Type } from "typebox";
import { Id, Name, Nullable, Text, unknownId, versioned } from "./columns.js";
import { type Damage, rowCodec } from "./row-codec.js";

const Node = () => Type.String({ minLength: 1, maxLength: 500, pattern: "^[^\\u0000-\\u001f]+$" });

/** One change of the concepts; edits apply in their order, and nodes are named as the edits before leave them. */
export const ConceptEdit = Type.Union([
  Type.Object({ kind: Type.Literal("recluster"), layer: Node(), clusters: Type.Integer({ minimum: 1 }) }),
  Type.Object({ kind: Type.Literal("split"), node: Node(), parts: Type.Integer({ minimum: 2 }) }),
  Type.Object({ kind: Type.Literal("merge"), nodes: Type.Array(Node(), { minItems: 2 }) }),
  Type.Object({ kind: Type.Literal("rename"), node: Node(), name: Name() }),
]);

/** A named view of an analysis: its concepts after some edits, and what of them is shown. */
export const View = Type.Object({
  id: Id(),
  analysisId: Id(),
  name: Name(),
  edits: Type.Array(ConceptEdit),
  /** The selection, as the page writes it into its address; null for none. */
  state: Nullable(Text(20_000)),
  ...versioned,
});

export type ConceptEdit = Static<typeof ConceptEdit>;
export type View = Static<typeof View> & Damage;
export const viewRows = rowCodec(View, "view", { analysisId: unknownId, edits: [], state: null });
