/**
 * The mean slope of an elementwise function along a straight line (design: the closed form):
 *
 *     m = ∫₀¹ σ'(z0 + α(z1 − z0)) dα = (σ(z1) − σ(z0)) / (z1 − z0)
 *
 * Piecewise linear functions need σ' only where z1 = z0. For curved ones the difference of nearly equal values would lose
 * its digits, so the integral is taken by Simpson's rule where the function is nearly straight between the points:
 *
 *     S = (σ'(z0) + 4 σ'(½(z0 + z1)) + σ'(z1)) / 6     where     |σ'(z0) − 2 σ'(½(z0 + z1)) + σ'(z1)| < τ |S|
 *
 * The slopes tell, not the distance: z^(1/3) bends within 1e-6 of 0 and a sigmoid hardly within 0.05. With τ = 1e-4 the
 * rule's error is below 1e-4, and where it is not taken the difference keeps five digits or more. Slopes with rounding
 * errors of their own (GELU's left tail) may fail the test at any distance; points that are {@link closeness} apart are
 * taken by the rule too, but for functions with kinks.
 */
import {
  type Network,
  type NetworkBuilder,
  type NetworkNode,
  type ScalarFunction,
  scalar,
  type Value,
} from "@gipfel/network";
import type { ConstantPool } from "../replay.js";
import { replay } from "../replay.js";
import { ruleOf } from "../rules/derivative/index.js";

/** Relative to S: how far the slope half-way may be from the mean of those at the ends. */
const straightness = 1e-4;
/** Relative to |z0 + z1|: some 500 steps of float32. */
const closeness = 2 ** -15;

const piecewiseLinear = new Set<ScalarFunction["name"]>([
  "relu",
  "leakyRelu",
  "thresholdedRelu",
  "clip",
  "hardSigmoid",
  "abs",
  "negate",
  "round",
]);

export interface ElementwiseFunction {
  readonly network: Network;
  readonly root: string;
  /** Nodes from the root to the function's value, in topological order. */
  readonly body: readonly NetworkNode[];
}

interface Point {
  readonly root: Value;
  readonly value: Value;
}

export function secant(
  builder: NetworkBuilder,
  constants: ConstantPool,
  f: ElementwiseFunction,
  from: Point,
  to: Point,
): Value {
  const dz = builder.subtract(to.root, from.root);
  const dv = builder.subtract(to.value, from.value);
  const slopeAt = (root: Value) => derivative(builder, constants, f, root);
  const atStart = slopeAt(from.root);
  if (isPiecewiseLinear(f)) return steadySlope(builder, dv, dz, atStart);
  const half = builder.scalar(0.5);
  const ends = builder.multiply(builder.add(atStart, slopeAt(to.root)), half);
  const middle = slopeAt(builder.multiply(builder.add(from.root, to.root), half));
  const bend = builder.subtract(ends, middle);
  const simpson = builder.add(middle, builder.multiply(bend, builder.scalar(1 / 3)));
  const magnitude = (x: Value) => builder.scalarFunction({ name: "abs" }, x);
  const below = (x: Value, scale: Value, factor: number) =>
    builder.compare("less", magnitude(x), builder.multiply(magnitude(scale), builder.scalar(factor)));
  // An infinite or undefined slope compares as false, and so do slopes that are all 0, whose difference is exact.
  const isStraight = below(bend, simpson, straightness / 2);
  const slope = builder.where(isStraight, simpson, quotient(builder, dv, dz));
  if (hasKinks(f)) return slope;
  return builder.where(below(dz, builder.add(from.root, to.root), closeness), simpson, slope);
}

/** dv / dz, and 0 where both are 0. A number this small is lost in every other dz. */
function quotient(builder: NetworkBuilder, dv: Value, dz: Value): Value {
  return builder.divide(dv, builder.add(dz, builder.scalar(1e-37)));
}

/**
 * dv / dz, and the derivative where both are 0: (dv + ε·σ') / (dz + ε). An ε this small changes no other quotient in
 * float32, and costs far less than a selection.
 */
function steadySlope(builder: NetworkBuilder, dv: Value, dz: Value, derivativeAtStart: Value): Value {
  const tiny = builder.scalar(1e-30);
  return builder.divide(builder.add(dv, builder.multiply(derivativeAtStart, tiny)), builder.add(dz, tiny));
}

function isPiecewiseLinear({ network, body }: ElementwiseFunction): boolean {
  return body.every(({ operation, inputs }) => {
    const joins = inputs.filter((input) => !network.constants.has(input)).length > 1;
    if (operation.type === "scalar") return piecewiseLinear.has(operation.function.name);
    if (operation.type === "prelu") return true;
    if (operation.type !== "binary") return false;
    const { name } = operation;
    if (["add", "subtract", "minimum", "maximum"].includes(name)) return true;
    const constantRight = network.constants.has(inputs[1]!);
    return !joins && (name === "multiply" || (name === "divide" && constantRight));
  });
}

function hasKinks({ body }: ElementwiseFunction): boolean {
  return body.some(({ operation }) => {
    if (operation.type === "binary") return operation.name === "minimum" || operation.name === "maximum";
    if (operation.type !== "scalar") return operation.type === "prelu";
    const { name } = operation.function;
    return name === "hardSwish" || (piecewiseLinear.has(name) && name !== "negate");
  });
}

/** σ' at a value of the root, by the chain rule through the body. */
function derivative(
  builder: NetworkBuilder,
  constants: ConstantPool,
  { network, root, body }: ElementwiseFunction,
  at: Value,
): Value {
  const values = new Map<string, Value>([[root, at]]);
  replay(builder, constants, body, values);
  const context = {
    builder,
    network,
    valueAt: (name: string) => values.get(name) ?? constants.get(name)!,
    routeOf: (): Value => {
      throw new RangeError("a max pool is not elementwise");
    },
  };
  const slopes = new Map<string, Value>([[root, builder.constant(scalar(1))]]);
  for (const node of body) {
    const dx = node.inputs.map((input) => slopes.get(input));
    slopes.set(node.name, ruleOf(node.operation).push(context, node, dx));
  }
  return slopes.get(body.at(-1)!.name)!;
}
