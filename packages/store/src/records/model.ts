import { type Static, Type } from "typebox";
import { Count, Hash, Id, Json, Name, Nullable, versioned } from "./columns.js";
import { type Damage, rowCodec } from "./row-codec.js";

/** An uploaded model. */
export const Model = Type.Object({
  id: Id(),
  name: Name(),
  format: Type.Enum(["onnx", "tfjs"]),
  /** The file as it was uploaded. */
  hash: Hash(),
  bytes: Count(),
  /** What `gipfel inspect` found; null until then. */
  inspection: Nullable(Json()),
  ...versioned,
});

export type Model = Static<typeof Model> & Damage;
export const modelRows = rowCodec(Model, "model", { format: "onnx", hash: "0".repeat(64), inspection: null });
