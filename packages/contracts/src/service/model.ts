import { type Static, Type } from "typebox";
import { Count, JobError, Name, Nullable, resource } from "./common.js";

const Segment = Type.Object({
  target: Type.String(),
  sources: Type.Array(Type.String()),
  kind: Type.Enum(["exact", "quadrature"]),
  reason: Type.String(),
});

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
  segments: Type.Array(Segment),
  operations: Type.Record(Type.String(), Count()),
});

/** What an analysis with such settings would do, without images. */
export const ModelPlan = Type.Object({
  ...ModelInspection.properties,
  /** How pair matrices are laid out, too. */
  segments: Type.Array(
    Type.Object({ ...Segment.properties, columns: Type.Enum(["neurons", "diagonal", "nodes", "class"]) }),
  ),
  /** How many layers `all` takes. */
  allLayers: Count(),
  preprocessing: Type.Object({
    /** The one that is assumed where none is stated; null where pictures do not fit the input. */
    assumed: Nullable(Type.String()),
    /** Those that fit the input. */
    presets: Type.Array(Type.Object({ name: Type.String(), description: Type.String() })),
  }),
});

/** A network, as it was uploaded. Nothing trusts it before a process of its own has read it: `checking`. */
export const Model = Type.Object({
  ...resource,
  name: Name(),
  /** SHA-256 of the file. */
  hash: Type.String(),
  bytes: Count(),
  status: Type.Enum(["checking", "ready", "refused"]),
  /** Why it was refused; or, while it is being checked, what kept the last check from its end. */
  error: Nullable(JobError),
  /** Operations that keep it from being read, where that is why it was refused. */
  unsupported: Type.Array(Type.String()),
  /** Once it is ready; null where it has several outputs, of which an analysis names one. */
  inspection: Nullable(ModelInspection),
});

export const ModelChanges = Type.Object({ name: Name() }, { additionalProperties: false });

export type Model = Static<typeof Model>;
export type ModelPlan = Static<typeof ModelPlan>;
export type ModelInspection = Static<typeof ModelInspection>;
