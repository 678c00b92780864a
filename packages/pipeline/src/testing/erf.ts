/** The error function in float64: its power series, and the continued fraction of erfc beyond 3 (Abramowitz & Stegun 7.1). */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 3) {
    let [term, sum] = [size, size];
    for (let n = 1; Math.abs(term) > 1e-18 * sum; n += 1) {
      term *= -(size * size) / n;
      sum += term / (2 * n + 1);
      if (sum === 0) return 0;
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 60; n > 0; n -= 1) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / (size + fraction) / Math.sqrt(Math.PI));
}
