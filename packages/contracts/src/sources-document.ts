/**
 * `sources.json`: where model and images of an analysis lay on the machine that made it. Beside the results and not in
 * them: those are the same on every machine.
 */
import { type Static, Type } from "typebox";

/** An absolute path, and the hash that `analysis.json` knows its content by. */
export const Source = Type.Object({ path: Type.String({ minLength: 1 }), hash: Type.String() });

export const SourcesDocument = Type.Object({
  format: Type.Literal("gipfel-sources"),
  version: Type.Literal(1),
  model: Source,
  dataset: Source,
  /** Class names in index order, each with its WordNet id before it where it has one; null for those of the data set. */
  labels: Type.Union([Type.Array(Type.String({ minLength: 1 })), Type.Null()]),
});

export type Source = Static<typeof Source>;
export type SourcesDocument = Static<typeof SourcesDocument>;
