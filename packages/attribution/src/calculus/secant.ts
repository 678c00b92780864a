/**
 * The mean slope of an elementwise function along a straight line (design: the closed form):
 *
 *     m = ∫₀¹ σ'(z0 + α(z1 − z0)) dα = (σ(z1) − σ(z0)) / (z1 − z0)
 *
 * Where z1 and z0 coincide, σ' takes its place. Piecewise linear functions need that only at equality; for smooth ones
 * the difference of nearly equal values would lose its digits, so below {@link smoothDistance} σ' at the midpoint is
 * used, wrong by O(|z1 − z0|²).
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

const smoothDistance = 1e-2;
/** Curved and with kinks in the slope: hard-swish, and compositions of kinked and smooth functions. */
const mixedDistance = 1e-3;

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
const kinked = new Set<ScalarFunction["name"]>([...piecewiseLinear, "hardSwish"]);

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
  const distance = distanceOf(f);
  if (distance === 0) return steadySlope(builder, dv, dz, derivative(builder, constants, f, from.root));
  const slope = builder.divide(dv, dz);
  const near = builder.compare("less", builder.scalarFunction({ name: "abs" }, dz), builder.scalar(distance));
  const middle = builder.multiply(builder.add(from.root, to.root), builder.scalar(0.5));
  return builder.where(near, derivative(builder, constants, f, middle), slope);
}

/**
 * dv / dz, and the derivative where both are 0: (dv + ε·σ') / (dz + ε). An ε this small changes no other quotient in
 * float32, and costs far less than a selection.
 */
function steadySlope(builder: NetworkBuilder, dv: Value, dz: Value, derivativeAtStart: Value): Value {
  const tiny = builder.scalar(1e-30);
  return builder.divide(builder.add(dv, builder.multiply(derivativeAtStart, tiny)), builder.add(dz, tiny));
}

function distanceOf({ network, body }: ElementwiseFunction): number {
  const functions = body.flatMap(({ operation }) => (operation.type === "scalar" ? [operation.function.name] : []));
  const joins = body.some(({ inputs }) => inputs.filter((input) => !network.constants.has(input)).length > 1);
  const kinks = body.some(
    ({ operation }) =>
      operation.type === "prelu" ||
      (operation.type === "binary" && (operation.name === "minimum" || operation.name === "maximum")),
  );
  const smooth = functions.every((name) => !kinked.has(name)) && !kinks;
  if (smooth) return smoothDistance;
  return !joins && functions.every((name) => piecewiseLinear.has(name)) ? 0 : mixedDistance;
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
