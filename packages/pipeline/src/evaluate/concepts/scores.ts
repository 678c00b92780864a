/** Position of the largest entry of each row of `[n * classes]`. */
export function predictions(logits: Float32Array, classes: number): number[] {
  return Array.from({ length: logits.length / classes }, (_, n) => {
    const row = logits.subarray(n * classes, (n + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}

/** 1 for each image whose largest logit is its class's. */
export function hits(logits: Float32Array, classes: readonly number[]): Uint8Array {
  const found = predictions(logits, logits.length / classes.length);
  return Uint8Array.from(classes, (wanted, n) => (found[n] === wanted ? 1 : 0));
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length === 0 ? 0 : sum / values.length;
}

/** Mean over images of the correlation (Pearson) of an image's logits with others of the same image. */
export function logitCorrelation(logits: Float32Array, others: Float32Array, images: number): number {
  const classes = logits.length / images;
  const values = Array.from({ length: images }, (_, n) =>
    correlation(logits.subarray(n * classes, (n + 1) * classes), others.subarray(n * classes, (n + 1) * classes)),
  );
  return meanOf(values);
}

function correlation(a: Float32Array, b: Float32Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

/**
 * Mean difference over its standard error, paired over images.
 *
 * @returns null where no image differs
 */
export function standardErrors(hit: Uint8Array, other: ArrayLike<number>): number | null {
  const differences = Array.from(hit, (value, n) => value - other[n]!);
  const mean = meanOf(differences);
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / Math.max(1, hit.length - 1) / hit.length);
  return error === 0 ? null : mean / error;
}
