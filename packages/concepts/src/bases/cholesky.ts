/**
 * Lower triangular L with A = L Lᵀ.
 *
 * @param matrix A, `[size * size]`, symmetric positive definite
 * @throws RangeError where a pivot is not positive
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j];
      for (let p = 0; p < j; p++) sum -= factor[i * size + p] * factor[j * size + p];
      if (i !== j) factor[i * size + j] = sum / factor[j * size + j];
      else if (sum > 0) factor[i * size + i] = Math.sqrt(sum);
      else throw new RangeError("the matrix is not positive definite");
    }
  }
  return factor;
}
