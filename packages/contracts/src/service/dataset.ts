import { type Static, Type } from "typebox";
import { Count, Name, Nullable, resource } from "./common.js";

export const Dataset = Type.Object({
  ...resource,
  name: Name(),
  kind: Type.Enum(["folder", "manifest", "arrays"]),
  /** Below the data root, with `/`; null for an upload. */
  path: Nullable(Type.String()),
  images: Count(),
  classes: Type.Array(Type.Object({ name: Type.String(), images: Count() })),
});

/** A folder, manifest or `.npz` below the data root. */
export const DatasetRegistration = Type.Object(
  { path: Type.String({ minLength: 1, maxLength: 1000 }), name: Type.Optional(Name()) },
  { additionalProperties: false },
);

export type Dataset = Static<typeof Dataset>;
export type DatasetRegistration = Static<typeof DatasetRegistration>;
