/** `class-map.json`: where classes lie by what the concepts of each hidden layer do in them. */
import { type Static, Type } from "typebox";

export const ClassMap = Type.Object({
  format: Type.Literal("gipfel-class-map"),
  version: Type.Literal(1),
  /** UMAP (McInnes, Healy and Melville 2018), or the first two principal components of few classes. */
  method: Type.Enum(["umap", "pca"]),
  /** Class ids. */
  classes: Type.Array(Type.String()),
  /** From the first layer to the last; each map is laid on that before. */
  layers: Type.Array(
    Type.Object({
      layer: Type.String(),
      /** `[classes]`: x, y, about the origin. */
      points: Type.Array(Type.Tuple([Type.Number(), Type.Number()])),
    }),
  ),
});

export type ClassMap = Static<typeof ClassMap>;
