import type { BasisKind } from "@gipfel/concepts";

export interface ConceptEvaluationOptions {
  readonly kinds: readonly BasisKind[];
  /** Numbers of concepts, ascending. */
  readonly counts: readonly number[];
  /** Stops at the number that `auto` takes, instead of drawing the whole curve. */
  readonly quick: boolean;
}

export const defaultCounts: readonly number[] = [2, 4, 6, 10, 15, 20, 30, 40];

/** One basis of a layer, tested on images that it was not fitted to. */
export interface BasisResult {
  readonly kind: BasisKind;
  readonly k: number;
  /** The number that `auto` takes for this kind. */
  readonly chosen: boolean;
  /** Accuracy with the layer replaced by what its concepts say. */
  readonly kept: number;
  /** Mean correlation of the logits of an image with those of the network as it is. */
  readonly logitCorrelation: number;
  /**
   * Accuracy with random clusters of neurons of the same number; their sizes are those of the clusters of `neurons`.
   */
  readonly keptRandom: number;
  /** By how many standard errors, paired over images, `kept` is above `keptRandom`; null where no image differs. */
  readonly aboveRandom: number | null;
  /** Accuracy with the layer projected on as many principal components. */
  readonly keptPca: number;
  /** Median cosine of the concepts of two fits, on halves of the images. */
  readonly agreement: number;
  /** Adjusted Rand index of the clusters of two fits; null for directions. */
  readonly randIndex: number | null;
}

export interface LayerEvaluation {
  readonly layer: string;
  readonly neurons: number;
  /** Images that the layer was tested on: fewer where their activations take more memory than allowed. */
  readonly images: number;
  readonly results: readonly BasisResult[];
}

export interface AllLayersResult {
  readonly kept: number;
  readonly logitCorrelation: number;
}

export interface ConceptEvaluation {
  /** Of the network as it is, on the images that are tested on. */
  readonly accuracy: number;
  /** The kind that most layers are well said by; of equals, the one that keeps most with all layers replaced. */
  readonly defaultKind: BasisKind;
  readonly layers: readonly LayerEvaluation[];
  /** All layers replaced at once, each with the number of concepts that `auto` takes. */
  readonly all: Readonly<Partial<Record<BasisKind, AllLayersResult>>>;
}
