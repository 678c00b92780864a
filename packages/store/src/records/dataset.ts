import { type Static, Type } from "typebox";
import { Count, Hash, Id, Name, Nullable, Path, versioned } from "./columns.js";
import { type Damage, rowCodec } from "./row-codec.js";

export const DatasetClass = Type.Object({ name: Type.String(), images: Count() });

/** A data set: a folder or file below the data root, or an uploaded archive. */
export const Dataset = Type.Object({
  id: Id(),
  name: Name(),
  /** Below the data root; null for an upload. */
  path: Nullable(Path()),
  /** The archive as it was uploaded; null for a folder. */
  hash: Nullable(Hash()),
  images: Count(),
  classes: Type.Array(DatasetClass),
  ...versioned,
});

export type Dataset = Static<typeof Dataset> & Damage;
export const datasetRows = rowCodec(Dataset, "data set", { images: 0, classes: [] });
