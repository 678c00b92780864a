/**
 * Quantiles of Student's t distribution with a whole number of degrees of freedom ν, by the finite series for
 * A(t|ν) = P(|T| < t) with θ = atan(t / √ν) (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4), solved for θ by bisection.
 */

/**
 * The t with P(|T| < t) = coverage: the half-width of a confidence interval in standard errors, to a relative
 * error of about 1e-14.
 *
 * @param degrees ν, a whole number of at least 1
 * @param coverage in (0, 1)
 */
export function studentTQuantile(degrees: number, coverage = 0.95): number {
  let low = 0;
  let high = Math.PI / 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return Math.sqrt(degrees) * Math.tan(middle);
    if (coveredBy(middle, degrees) < coverage) low = middle;
    else high = middle;
  }
}

/** A(t|ν) at t = √ν tan θ. */
function coveredBy(theta: number, degrees: number): number {
  const square = Math.cos(theta) ** 2;
  const odd = degrees % 2;
  // Odd ν: cos θ (1 + 2/3 cos² θ + 2·4/(3·5) cos⁴ θ …); even ν: 1 + 1/2 cos² θ + 1·3/(2·4) cos⁴ θ …
  let term = odd === 1 ? Math.cos(theta) : 1;
  let sum = 0;
  for (let k = odd + 2; k <= degrees; k += 2) {
    sum += term;
    term *= (square * (k - 1)) / k;
  }
  return odd === 1 ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
}
