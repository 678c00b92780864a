import { Matrix } from "ml-matrix";
import { PCA } from "ml-pca";
import { normalRows, orthonormalRows } from "./orthonormal-rows.js";
import type { RandomSource } from "./random.js";
import { dot, symmetricProduct } from "./symmetric-product.js";

/** Leading eigenvalues, falling, and their eigenvectors, one a row: `[values.length * size]`. */
export interface Eigenpairs {
  values: Float64Array;
  vectors: Float64Array;
}

/** Extra directions beside those wanted (Halko, Martinsson and Tropp 2011, section 4.2). */
const OVERSAMPLING = 16;

/**
 * Power iterations q (section 4.5). One in large matrices, where products are nearly all of the work: the second adds
 * less than one percentage point to the explained variance, even of pure noise.
 */
const powerIterations = (size: number) => (size <= 512 ? 2 : 1);

/**
 * All eigenpairs of a symmetric matrix, by ml-pca.
 *
 * @param matrix `[size * size]`
 */
export function eigenpairs(matrix: Float64Array, size: number): Eigenpairs {
  const pca = new PCA(Matrix.from1DArray(size, size, matrix), { isCovarianceMatrix: true });
  const eigenvectors = pca.getEigenvectors();
  const vectors = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let i = 0; i < size; i++) vectors[k * size + i] = eigenvectors.get(i, k);
  }
  return { values: Float64Array.from(pca.getEigenvalues()), vectors };
}

/**
 * The leading eigenpairs of a symmetric positive semidefinite matrix from a random subspace: Halko, Martinsson and
 * Tropp 2011 ("Finding structure with randomness", SIAM Review 53), algorithm 4.4,
 *
 *     Q = orth((A Aᵀ)^q A Ω),   Ω Gaussian `[size, count + oversampling]`,
 *
 * made orthonormal before each power, not between its two products: that blurs only directions of values below 1e-8 of
 * the largest. Then Rayleigh–Ritz (section 5.3): ml-pca on the small matrix T = Qᵀ A Q = V Λ Vᵀ, eigenvectors Q V. The
 * values are never above the true ones.
 *
 * @param matrix A, `[size * size]`, size ≥ count
 */
export function leadingEigenpairs(matrix: Float64Array, size: number, count: number, random: RandomSource): Eigenpairs {
  const width = Math.min(size, count + OVERSAMPLING);
  const times = (vectors: Float64Array) => symmetricProduct(matrix, size, vectors, width);
  let basis = orthonormalRows(times(normalRows(width, size, random)), width, size);
  for (let power = 0; power < powerIterations(size); power++) {
    basis = orthonormalRows(times(times(basis)), width, size);
  }
  const small = eigenpairs(projected(basis, times(basis), width, size), width);
  const vectors = new Float64Array(count * size);
  for (let k = 0; k < count; k++) {
    for (let r = 0; r < width; r++) {
      const weight = small.vectors[k * width + r];
      for (let i = 0; i < size; i++) vectors[k * size + i] += weight * basis[r * size + i];
    }
  }
  return { values: small.values.slice(0, count), vectors };
}

/** Qᵀ (A Q); one half is the mirror of the other, so that it is symmetric to the last bit. */
function projected(basis: Float64Array, images: Float64Array, width: number, size: number): Float64Array {
  const result = new Float64Array(width * width);
  for (let a = 0; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      const entry = dot(basis, a * size, images, b * size, size);
      result[a * width + b] = entry;
      result[b * width + a] = entry;
    }
  }
  return result;
}
