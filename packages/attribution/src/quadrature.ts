/** Points and weights of Gauss–Legendre quadrature on [0, 1]. */
export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/** The Legendre polynomial Pₙ and its derivative at x, by the three-term recurrence. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let [previous, value] = [1, x];
  for (let k = 2; k <= n; k += 1) {
    [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
  }
  return { value, slope: (n * (x * value - previous)) / (x * x - 1) };
}

/**
 * Exact for polynomials of degree 2n − 1. Roots by Newton's method from Tricomi's estimate (Press et al., Numerical
 * Recipes, section 4.6).
 *
 * @param n number of points, at least 1.
 */
export function gaussLegendre(n: number): Quadrature {
  const points = new Float64Array(n);
  const weights = new Float64Array(n);
  if (n === 1) return { points: Float64Array.of(0.5), weights: Float64Array.of(1) };
  for (let i = 0; i < Math.ceil(n / 2); i += 1) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    for (let iteration = 0; iteration < 100; iteration += 1) {
      const { value, slope } = legendre(n, x);
      const step = value / slope;
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    const { slope } = legendre(n, x);
    const weight = 1 / ((1 - x * x) * slope * slope);
    [points[i], points[n - 1 - i]] = [(1 - x) / 2, (1 + x) / 2];
    [weights[i], weights[n - 1 - i]] = [weight, weight];
  }
  return { points, weights };
}
