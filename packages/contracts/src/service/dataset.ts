import { type Static, Type } from "typebox";
import { Count, JobError, Name, Nullable, resource } from "./common.js";

export const Dataset = Type.Object({
  ...resource,
  name: Name(),
  kind: Type.Enum(["folder", "manifest", "arrays"]),
  /** Below the data root, with `/`; null for an upload. */
  path: Nullable(Type.String()),
  images: Count(),
  classes: Type.Array(Type.Object({ name: Type.String(), images: Count() })),
  /** What is damaged; left out where nothing is. A damaged one can be deleted, and nothing else be done with it. */
  error: Type.Optional(JobError),
});

export const DatasetImage = Type.Object({
  /** Stays the same as long as the data set does. */
  index: Count(),
  /** Path in the data set, with `/`; `images[12]` for a row of an array. */
  name: Type.String(),
  /** Folder or label that it belongs to. */
  class: Type.String(),
});

/** A folder, manifest or `.npz` below the data root. */
export const DatasetRegistration = Type.Object(
  { path: Type.String({ minLength: 1, maxLength: 1000 }), name: Type.Optional(Name()) },
  { additionalProperties: false },
);

export const DatasetChanges = Type.Object({ name: Name() }, { additionalProperties: false });

export type Dataset = Static<typeof Dataset>;
export type DatasetRegistration = Static<typeof DatasetRegistration>;
