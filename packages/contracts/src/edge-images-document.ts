/** The images of a class on which each edge of its graph is strongest. */
import { type Static, Type } from "typebox";

export const EdgeImage = Type.Object({
  /** Index in the data set. */
  image: Type.Integer({ minimum: 0 }),
  contribution: Type.Number(),
});

export const EdgeImages = Type.Object({
  format: Type.Literal("gipfel-edge-images"),
  version: Type.Literal(1),
  class: Type.String(),
  edges: Type.Array(
    Type.Object({
      source: Type.String(),
      target: Type.String(),
      /** By |contribution|, falling. */
      images: Type.Array(EdgeImage),
    }),
  ),
});

export type EdgeImage = Static<typeof EdgeImage>;
export type EdgeImages = Static<typeof EdgeImages>;
