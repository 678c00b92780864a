/** `predictions/<class>.json`: what the network said of each image of a class. */
import { type Static, Type } from "typebox";

const Count = () => Type.Integer({ minimum: 0 });
const Probability = () => Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]);

export const ImagePrediction = Type.Object({
  /** Its index in the data set. */
  image: Count(),
  /** Its path in the data set. */
  name: Type.String(),
  /** Of the class it belongs to; null where the output is no probability. */
  probability: Probability(),
  /** Output with the largest logit, the first of equal ones. */
  predicted: Count(),
  predictedProbability: Probability(),
});

/** How probabilities come from logits: over all outputs, each by itself, or not at all. */
export const ProbabilityKind = Type.Enum(["softmax", "sigmoid", "none"]);

export const PredictionDocument = Type.Object({
  format: Type.Literal("gipfel-predictions"),
  version: Type.Literal(1),
  class: Type.Object({ index: Count(), name: Type.String() }),
  kind: ProbabilityKind,
  /** By index. */
  images: Type.Array(ImagePrediction),
});

export type ImagePrediction = Static<typeof ImagePrediction>;
export type ProbabilityKind = Static<typeof ProbabilityKind>;
export type PredictionDocument = Static<typeof PredictionDocument>;
