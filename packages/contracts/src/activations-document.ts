/**
 * `activations/<layer>.json`: how strongly the nodes of one hidden layer act, over the images of each class and of the
 * whole data set. The activation of a node on an image is the mean over its neurons and all positions, so a class's
 * `mean` is the `meanActivation` of its graph.
 */
import { type Static, Type } from "typebox";
import { GraphExample } from "./graph-document.js";

const Numbers = () => Type.Array(Type.Number());

/** Statistics over images, one entry for each of `nodes`. */
export const NodeStatistics = Type.Object({
  images: Type.Integer({ minimum: 1 }),
  /** Node ids. */
  nodes: Type.Array(Type.String()),
  mean: Numbers(),
  /** √ of the mean squared distance from the mean. */
  deviation: Numbers(),
  /** `[nodes][levels]`: interpolated linearly between images in order (Hyndman and Fan 1996, type 7). */
  quantiles: Type.Array(Numbers()),
});

export const LayerActivations = Type.Object({
  format: Type.Literal("gipfel-activations"),
  version: Type.Literal(1),
  layer: Type.String(),
  /** Of the quantiles, rising from 0 (the least) to 1 (the greatest). */
  levels: Numbers(),
  /** By class id, in the order of the analysis. */
  classes: Type.Array(Type.Object({ id: Type.String(), ...NodeStatistics.properties })),
  /** Over the images of all classes; null where each class has nodes of its own. */
  dataset: Type.Union([
    Type.Object({
      ...NodeStatistics.properties,
      /** The images of all classes on which each node is strongest. */
      examples: Type.Array(Type.Array(GraphExample)),
    }),
    Type.Null(),
  ]),
});

export type NodeStatistics = Static<typeof NodeStatistics>;
export type LayerActivations = Static<typeof LayerActivations>;
