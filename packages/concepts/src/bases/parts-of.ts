import type { ConceptBasis } from "./concept-basis.js";

/**
 * What the concepts say of activation vectors: a' + Σ_k c_k d_k.
 *
 * @param strengths c, `[n * K]`
 * @returns `[n * C]`
 */
export function reconstruct(basis: ConceptBasis, strengths: ArrayLike<number>, n: number): Float32Array {
  const { channels, count, directions, baseline } = basis;
  const result = new Float32Array(n * channels);
  const sum = new Float64Array(channels);
  for (let i = 0; i < n; i++) {
    sum.set(baseline);
    for (let k = 0; k < count; k++) addScaled(sum, strengths[i * count + k], directions, k * channels);
    result.set(sum, i * channels);
  }
  return result;
}

/**
 * The same over maps.
 *
 * @param strengths c, `[images * K * positions]`
 * @returns `[images * C * positions]`
 */
export function reconstructMaps(
  { channels, count, directions, baseline }: Pick<ConceptBasis, "channels" | "count" | "directions" | "baseline">,
  strengths: ArrayLike<number>,
  images: number,
  positions: number,
): Float32Array {
  const result = new Float32Array(images * channels * positions);
  const row = new Float64Array(positions);
  for (let n = 0; n < images; n++) {
    for (let i = 0; i < channels; i++) {
      row.fill(baseline[i]);
      for (let k = 0; k < count; k++) {
        const weight = directions[k * channels + i];
        if (weight === 0) continue;
        const from = (n * count + k) * positions;
        for (let p = 0; p < positions; p++) row[p] += weight * strengths[from + p];
      }
      result.set(row, (n * channels + i) * positions);
    }
  }
  return result;
}

/**
 * One concept's part of one vector: c_k d_k.
 *
 * @returns `[C]`
 */
export function partOf({ channels, directions }: ConceptBasis, concept: number, strength: number): Float64Array {
  return directions.slice(concept * channels, (concept + 1) * channels).map((value) => value * strength);
}

/**
 * e = a − a' − Σ_k c_k d_k, so that baseline, parts and remainder add up to the activation.
 *
 * @param vectors a, `[n * C]`
 * @param strengths c, `[n * K]`
 * @returns `[n * C]`
 */
export function remainder(
  basis: ConceptBasis,
  vectors: ArrayLike<number>,
  strengths: ArrayLike<number>,
  n: number,
): Float32Array {
  return reconstruct(basis, strengths, n).map((said, i) => vectors[i] - said);
}

function addScaled(sum: Float64Array, factor: number, rows: Float64Array, at: number): void {
  if (factor === 0) return;
  for (let i = 0; i < sum.length; i++) sum[i] += factor * rows[at + i];
}
