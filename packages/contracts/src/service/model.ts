import { type Static, Type } from "typebox";
import { Count, JobError, Name, Nullable, resource } from "./common.js";

/** What `gipfel inspect` says of a model, for the layers that `auto` chooses. */
export const ModelInspection = Type.Object({
  input: Type.Tuple([Count(), Count(), Count()]),
  outputs: Count(),
  stripped: Nullable(Type.Enum(["softmax", "sigmoid"])),
  layers: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      role: Type.Enum(["input", "hidden", "output"]),
      neurons: Count(),
      size: Type.Tuple([Count(), Count()]),
    }),
  ),
  segments: Type.Array(
    Type.Object({
      target: Type.String(),
      sources: Type.Array(Type.String()),
      kind: Type.Enum(["exact", "quadrature"]),
      reason: Type.String(),
    }),
  ),
  operations: Type.Record(Type.String(), Count()),
});

/** A network, as it was uploaded. Nothing trusts it before a process of its own has read it: `checking`. */
export const Model = Type.Object({
  ...resource,
  name: Name(),
  /** SHA-256 of the file. */
  hash: Type.String(),
  bytes: Count(),
  status: Type.Enum(["checking", "ready", "refused"]),
  /** Why it was refused. */
  error: Nullable(JobError),
  /** Once it is ready. */
  inspection: Nullable(ModelInspection),
});

export const ModelChanges = Type.Object({ name: Name() }, { additionalProperties: false });

export type Model = Static<typeof Model>;
export type ModelInspection = Static<typeof ModelInspection>;
