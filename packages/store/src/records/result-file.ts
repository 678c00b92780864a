import { type Static, Type } from "typebox";
import { Count, Hash, Id, Path } from "./columns.js";
import { rowCodec } from "./row-codec.js";

/** A file among the results of an analysis or of a view, by its path in the analysis folder: `graphs/zebra.json`. */
export const ResultFile = Type.Object({ path: Path(), hash: Hash(), bytes: Count() });

/** As it is stored, with the analysis or view it belongs to. */
export const OwnedFile = Type.Object({ ownerId: Id(), ...ResultFile.properties });

export type ResultFile = Static<typeof ResultFile>;
export type OwnedFile = Static<typeof OwnedFile>;
export const ownedFileRows = rowCodec(OwnedFile, "result file");
