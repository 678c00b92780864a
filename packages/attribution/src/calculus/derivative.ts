/**
 * Derivatives of elementwise functions as operations. At kinks they are PyTorch's: relu'(0) = 0, and 0 at both bounds
 * of a clip (as for `relu6` and `hardtanh`). Rounding has derivative 1: gradients go straight through (Bengio et al. 2013).
 */
import type { NetworkBuilder, ScalarFunction, Value } from "@gipfel/network";

function step(b: NetworkBuilder, x: Value, at: number, above: Value | number, below: Value | number): Value {
  const value = (v: Value | number) => (typeof v === "number" ? b.scalar(v) : v);
  return b.where(b.compare("greater", x, b.scalar(at)), value(above), value(below));
}

/** `inside` for minimum < x < maximum, else 0. */
function between(b: NetworkBuilder, x: Value, minimum: number, maximum: number, inside: number): Value {
  const belowMaximum = Number.isFinite(maximum)
    ? b.where(b.compare("less", x, b.scalar(maximum)), b.scalar(inside), b.scalar(0))
    : b.scalar(inside);
  return Number.isFinite(minimum)
    ? step(b, x, minimum, belowMaximum, 0)
    : b.add(belowMaximum, b.multiply(x, b.scalar(0)));
}

/**
 * @param x where the derivative is taken.
 * @param y f(x).
 */
export function scalarDerivative(b: NetworkBuilder, f: ScalarFunction, x: Value, y: Value): Value {
  const one = b.scalar(1);
  switch (f.name) {
    case "relu":
      return step(b, x, 0, 1, 0);
    case "leakyRelu":
      return step(b, x, 0, 1, f.alpha);
    case "thresholdedRelu":
      return step(b, x, f.alpha, 1, 0);
    case "elu":
      return step(b, x, 0, 1, b.add(y, b.scalar(f.alpha)));
    case "celu":
      return step(b, x, 0, 1, b.add(b.multiply(y, b.scalar(1 / f.alpha)), one));
    case "selu":
      return step(b, x, 0, f.gamma, b.add(y, b.scalar(f.gamma * f.alpha)));
    case "clip":
      return between(b, x, f.minimum, f.maximum, 1);
    case "hardSigmoid":
      return between(b, x, -f.beta / f.alpha, (1 - f.beta) / f.alpha, f.alpha);
    case "hardSwish":
      return step(
        b,
        x,
        3,
        1,
        b.where(b.compare("less", x, b.scalar(-3)), b.scalar(0), b.add(b.multiply(x, b.scalar(1 / 3)), b.scalar(0.5))),
      );
    case "sigmoid":
      return b.multiply(y, b.subtract(one, y));
    case "tanh":
      return b.subtract(one, b.multiply(y, y));
    case "softplus":
      return b.scalarFunction({ name: "sigmoid" }, x);
    case "softsign": {
      const width = b.add(b.scalarFunction({ name: "abs" }, x), one);
      return b.divide(one, b.multiply(width, width));
    }
    case "erf": {
      const square = b.scalarFunction({ name: "negate" }, b.multiply(x, x));
      return b.multiply(b.scalarFunction({ name: "exp" }, square), b.scalar(2 / Math.sqrt(Math.PI)));
    }
    case "exp":
      return y;
    case "log":
      return b.divide(one, x);
    case "sqrt":
      return b.divide(b.scalar(0.5), y);
    case "abs":
      return step(b, x, 0, 1, b.where(b.compare("less", x, b.scalar(0)), b.scalar(-1), b.scalar(0)));
    case "round":
      return one;
    case "negate":
      return b.scalar(-1);
    case "reciprocal":
      return b.scalarFunction({ name: "negate" }, b.multiply(y, y));
  }
}

/** 1 above zero, the channel's slope elsewhere. */
export function preluDerivative(b: NetworkBuilder, x: Value, slope: Value): Value {
  return b.where(b.compare("greater", x, b.scalar(0)), b.scalar(1), slope);
}
