/**
 * What one image does in the graph of a class: the same amounts as in the graph document, of this image alone, beside how
 * unusual they are among the images of the class and of the data set.
 */
import { type Static, Type } from "typebox";
import { GraphSegment } from "./graph-document.js";

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const Count = () => Type.Integer({ minimum: 0 });

/** Where a value stands among those of other images. */
export const Standing = Type.Object({
  /** Distance from their mean in standard deviations; null where they do not differ. */
  score: Nullable(Type.Number()),
  /** Part of them that is less, in [0, 1]: between the quantiles that are kept, linear. */
  level: Type.Number(),
});

export const PathNode = Type.Object({
  id: Type.String(),
  /** Mean over neurons and positions. */
  activation: Type.Number(),
  /** Among the images of the class; null for input and output. */
  ofClass: Nullable(Standing),
  /** Among all images; null too where each class has nodes of its own. */
  ofDataset: Nullable(Standing),
  /** Where the node is strongest, in pixels of the network's input, and how strong; null where it does not act. */
  peak: Nullable(
    Type.Object({
      box: Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]),
      activation: Type.Number(),
    }),
  ),
  share: Type.Number(),
  flow: Nullable(Type.Number()),
  rest: Nullable(Type.Number()),
  restActivation: Type.Number(),
});

export const ImagePathDocument = Type.Object({
  format: Type.Literal("gipfel-image-path"),
  version: Type.Literal(1),
  software: Type.Object({ name: Type.String(), version: Type.String(), engine: Type.String() }),
  model: Type.Object({ name: Type.String(), hash: Type.String() }),
  dataset: Type.Object({ name: Type.String(), hash: Type.String() }),
  class: Type.Object({ id: Type.String(), index: Count(), name: Type.String() }),
  /** The class's own logit. */
  logit: Type.Number(),
  /** The strongest outputs, falling. */
  predictions: Type.Array(
    Type.Object({
      index: Count(),
      /** Null for classes that were not analysed. */
      name: Nullable(Type.String()),
      logit: Type.Number(),
      /** Softmax over all outputs; null where there is one output. */
      probability: Nullable(Type.Number({ minimum: 0, maximum: 1 })),
    }),
  ),
  nodes: Type.Array(PathNode),
  edges: Type.Array(
    Type.Object({
      source: Type.String(),
      target: Type.String(),
      contribution: Type.Number(),
      gradient: Type.Number(),
    }),
  ),
  /** With completeness residuals of this image. */
  segments: Type.Array(GraphSegment),
});

export type Standing = Static<typeof Standing>;
export type PathNode = Static<typeof PathNode>;
export type ImagePathDocument = Static<typeof ImagePathDocument>;
