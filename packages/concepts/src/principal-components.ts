import { eigenpairs, leadingEigenpairs } from "./eigenpairs.js";
import type { RandomSource } from "./random.js";

/** Neurons as points in the space of their principal components. */
export interface PrincipalComponents {
  /** `[neurons][components]`: eigenvector times √eigenvalue, so distances are those of the centred profiles. */
  scores: number[][];
  /** Variances of the kept components, falling. */
  eigenvalues: number[];
  /** Part of the whole variance, trace(A), that the kept components hold; 1 where there is no variance at all. */
  explainedVariance: number;
}

export const MAX_COMPONENTS = 64;

/**
 * Up to this many neurons the whole decomposition is taken; it costs their third power. The subspace, 80 directions
 * wide, saves nothing much below.
 */
const FULL_DECOMPOSITION = 127;
/** Below these parts of the trace (per neuron for the trace itself) only rounding is left. */
const NO_VARIANCE = 1e-9;
const NULL_DIRECTION = 1e-10;

/**
 * Principal components of neurons from their centred Gram matrix, classical scaling (Torgerson 1952) alias kernel PCA.
 *
 * @param centred A = H R H, `[size * size]`
 * @param components below 1: the fraction of variance to reach; from 1: how many; at most {@link MAX_COMPONENTS}
 *   and never a direction without variance
 */
export function principalComponents(
  centred: Float64Array,
  size: number,
  components: number,
  random: RandomSource,
): PrincipalComponents {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += centred[i * size + i];
  if (trace <= NO_VARIANCE * size) {
    return { scores: Array.from({ length: size }, () => []), eigenvalues: [], explainedVariance: 1 };
  }
  const { values, vectors } =
    size <= FULL_DECOMPOSITION ? eigenpairs(centred, size) : leadingEigenpairs(centred, size, MAX_COMPONENTS, random);
  const eigenvalues: number[] = [];
  let explained = 0;
  for (const value of values) {
    const enough = components < 1 ? explained >= components * trace : eigenvalues.length >= components;
    if (enough || eigenvalues.length === MAX_COMPONENTS || value <= NULL_DIRECTION * trace) break;
    eigenvalues.push(value);
    explained += value;
  }
  const scores = Array.from({ length: size }, (_, i) =>
    eigenvalues.map((value, k) => vectors[k * size + i] * Math.sqrt(value)),
  );
  return { scores, eigenvalues, explainedVariance: Math.min(1, explained / trace) };
}
