/** Kinds of basis known to this version, in the order in which they are shown. */
export type BasisKind = "neurons" | "patterns" | "parts";

/**
 * A layer's activation vector a ∈ R^C at one position, split into concepts:
 *
 *     a − a' = Σ_k c_k d_k + e,   c = argmin over c ≥ 0 of (a − a' − Dᵀc)ᵀ M (a − a' − Dᵀc)
 *
 * One rule for every kind; kinds differ in how D is found. Directions of `neurons` have disjoint supports, so their
 * strengths are plain projections (of either sign where the layer goes below its baseline).
 */
export interface ConceptBasis {
  readonly kind: BasisKind;
  /** C, neurons of the layer. */
  readonly channels: number;
  /** K, concepts; fewer than asked for where the layer has no more. */
  readonly count: number;
  /** a', `[C]`; zeros for the zero baseline. */
  readonly baseline: Float64Array;
  /** D, `[K * C]`, rows of unit length; non-negative unless `signed`. */
  readonly directions: Float64Array;
  /** Neurons of each concept, ascending; null where concepts are directions. */
  readonly clusters: readonly (readonly number[])[] | null;
  /** M, `[C * C]`, symmetric positive definite: how much the outputs mind a change; null for the identity. */
  readonly metric: Float64Array | null;
  /**
   * Some activation vector goes below its baseline: directions have entries of either sign, strengths stay
   * non-negative.
   */
  readonly signed: boolean;
  /** Neurons that are never active, ascending; zero in every direction. */
  readonly dead: readonly number[];
}

/** Activation vectors drawn from a layer. */
export interface VectorSample {
  readonly channels: number;
  readonly count: number;
  /** `[count * channels]`, a vector a row. */
  readonly vectors: Float32Array;
}
