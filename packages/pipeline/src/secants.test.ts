/** Mean slopes of elementwise functions in float32, against their definitions in float64, at any distance. */
import { ConstantPool, elementwiseBody, secant } from "@gipfel/attribution";
import { OnnxruntimeEngine } from "@gipfel/engine";
import { BATCH, NetworkBuilder, nodeNamed, type ScalarFunction, type Value } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { erf } from "./testing/erf.js";

type Body = (b: NetworkBuilder, x: Value) => Value;

interface Subject {
  readonly body: Body;
  readonly exact: (x: number) => number;
  /** Points that the distances start from. */
  readonly from: readonly number[];
  /** Every point is above it. */
  readonly above?: number;
}

const scalar =
  (f: ScalarFunction): Body =>
  (b, x) =>
    b.scalarFunction(f, x);
const power =
  (exponent: number): Body =>
  (b, x) =>
    b.binary("power", x, b.scalar(exponent));
const gated =
  (gate: Body): Body =>
  (b, x) =>
    b.multiply(x, gate(b, x));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const hardSigmoid = (x: number) => Math.min(Math.max(x / 6 + 0.5, 0), 1);

const everywhere = [-30, -6.5, -3, -1, -0.1, -1e-4, 0, 1e-6, 0.02, 1, 3, 8, 30];
const positive = [1e-18, 1e-9, 1e-6, 1e-4, 0.01, 0.5, 1, 20];

const subjects: Readonly<Record<string, Subject>> = {
  sigmoid: { body: scalar({ name: "sigmoid" }), exact: sigmoid, from: everywhere },
  tanh: { body: scalar({ name: "tanh" }), exact: Math.tanh, from: everywhere },
  softplus: { body: scalar({ name: "softplus" }), exact: softplus, from: everywhere },
  softsign: { body: scalar({ name: "softsign" }), exact: (x) => x / (1 + Math.abs(x)), from: everywhere },
  erf: { body: scalar({ name: "erf" }), exact: erf, from: everywhere },
  exp: { body: scalar({ name: "exp" }), exact: Math.exp, from: everywhere },
  ELU: { body: scalar({ name: "elu", alpha: 1 }), exact: (x) => (x > 0 ? x : Math.expm1(x)), from: everywhere },
  SELU: {
    body: scalar({ name: "selu", alpha: 1.67, gamma: 1.05 }),
    exact: (x) => 1.05 * (x > 0 ? x : 1.67 * Math.expm1(x)),
    from: everywhere,
  },
  CELU: {
    body: scalar({ name: "celu", alpha: 0.5 }),
    exact: (x) => (x > 0 ? x : 0.5 * Math.expm1(x / 0.5)),
    from: everywhere,
  },
  SiLU: { body: gated(scalar({ name: "sigmoid" })), exact: (x) => x * sigmoid(x), from: everywhere },
  "hard-swish": { body: scalar({ name: "hardSwish" }), exact: (x) => x * hardSigmoid(x), from: everywhere },
  "hard-swish as x · hard-sigmoid": {
    body: gated(scalar({ name: "hardSigmoid", alpha: 1 / 6, beta: 0.5 })),
    exact: (x) => x * hardSigmoid(x),
    from: everywhere,
  },
  Mish: {
    body: gated((b, x) => b.scalarFunction({ name: "tanh" }, b.scalarFunction({ name: "softplus" }, x))),
    exact: (x) => x * Math.tanh(softplus(x)),
    from: everywhere,
  },
  GELU: {
    body: (b, x) => {
      const inner = b.scalarFunction({ name: "erf" }, b.multiply(x, b.scalar(Math.SQRT1_2)));
      return b.multiply(b.multiply(x, b.scalar(0.5)), b.add(inner, b.scalar(1)));
    },
    exact: (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
    from: everywhere,
  },
  "log-sigmoid": {
    body: (b, x) => {
      const negative = (y: Value) => b.scalarFunction({ name: "negate" }, y);
      return negative(b.scalarFunction({ name: "softplus" }, negative(x)));
    },
    exact: (x) => -softplus(-x),
    from: everywhere,
  },
  "x³": { body: power(3), exact: (x) => x ** 3, from: everywhere },
  "x^8 of positives": { body: power(8), exact: (x) => x ** 8, from: positive, above: 0 },
  "x^2.5": { body: power(2.5), exact: (x) => x ** 2.5, from: [0, ...positive], above: 0 },
  "x^(1/3)": { body: power(1 / 3), exact: (x) => x ** Math.fround(1 / 3), from: [0, ...positive], above: 0 },
  "x^(1/2.5)": { body: power(0.4), exact: (x) => x ** Math.fround(0.4), from: [0, ...positive], above: 0 },
  sqrt: { body: scalar({ name: "sqrt" }), exact: Math.sqrt, from: [0, ...positive], above: 0 },
  log: { body: scalar({ name: "log" }), exact: Math.log, from: positive, above: 1e-30 },
  reciprocal: { body: scalar({ name: "reciprocal" }), exact: (x) => 1 / x, from: positive, above: 1e-18 },
  "1 / (x + ε)": {
    body: (b, x) => b.scalarFunction({ name: "reciprocal" }, b.add(x, b.scalar(1e-3))),
    exact: (x) => 1 / (x + Math.fround(1e-3)),
    from: [0, ...positive],
    above: 0,
  },
  "power normalization x / √(|x| + ε)": {
    body: (b, x) => {
      const width = b.add(b.scalarFunction({ name: "abs" }, x), b.scalar(1e-6));
      return b.divide(x, b.scalarFunction({ name: "sqrt" }, width));
    },
    exact: (x) => x / Math.sqrt(Math.abs(x) + Math.fround(1e-6)),
    from: everywhere,
  },
  "clamped power": {
    body: (b, x) =>
      power(3)(b, b.scalarFunction({ name: "clip", minimum: 1e-6, maximum: Number.POSITIVE_INFINITY }, x)),
    exact: (x) => Math.max(x, 1e-6) ** 3,
    from: everywhere,
  },
  "entropy −x log(x + ε)": {
    body: (b, x) =>
      b.multiply(b.scalarFunction({ name: "negate" }, x), b.scalarFunction({ name: "log" }, b.add(x, b.scalar(1e-8)))),
    exact: (x) => -x * Math.log(x + Math.fround(1e-8)),
    from: [0, ...positive],
    above: 0,
  },
};

const distances = Array.from({ length: 37 }, (_, i) => 10 ** (i / 4 - 8)).flatMap((distance) => [distance, -distance]);

describe("the mean slope between two points", () => {
  const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
  afterAll(() => engine.dispose());

  it.each(Object.entries(subjects))("of %s is that of float64", async (_, { body, exact, from, above = -1e9 }) => {
    const pairs = from
      .flatMap((x) => [0, ...distances].map((distance) => [Math.fround(x), Math.fround(x + distance)] as const))
      .filter(([, y]) => y >= above);
    const { slopes, starts, stops } = await run(engine, body, pairs);
    const wrong = pairs.flatMap(([x, y], i) => {
      const dz = y - x;
      const change = exact(y) - exact(x);
      const [slope, product] = [slopes[i]!, slopes[i]! * dz];
      // The engine's own values are wrong by this much: its sigmoid by 1e-7, its expm1 by the rounding of 1.
      const ends = [
        [x, starts[i]!],
        [y, stops[i]!],
      ] as const;
      const rounding = ends.reduce(
        (sum, [z, value]) => sum + 2 * Math.abs(value - exact(z)) + 2e-7 * Math.abs(value),
        1e-7 * Math.abs(dz),
      );
      const isRight = Number.isFinite(slope) && Math.abs(product - change) <= 1e-4 * Math.abs(change) + rounding;
      return isRight ? [] : [`${x} to ${y}: ${slope}, not ${change / dz}`];
    });
    expect(wrong).toEqual([]);
  });
});

async function run(engine: OnnxruntimeEngine, body: Body, pairs: readonly (readonly [number, number])[]) {
  const builder = new NetworkBuilder();
  const x = builder.input("x", [BATCH, 1]);
  const f = body(builder, x);
  const network = builder.build([f]);
  const y = builder.input("y", [BATCH, 1]);
  const atY = body(builder, y);
  const slope = secant(
    builder,
    new ConstantPool(builder, network),
    { network, root: x.name, body: elementwiseBody(network, x.name, nodeNamed(network, f.name)) },
    { root: x, value: f },
    { root: y, value: atY },
  );
  const compiled = await engine.compile(builder.build([slope, f, atY]));
  const column = (i: 0 | 1) => ({ shape: [pairs.length, 1], data: Float32Array.from(pairs, (pair) => pair[i]) });
  const outputs = await compiled.run({ x: column(0), y: column(1) });
  await compiled.dispose();
  return { slopes: outputs[slope.name]!.data, starts: outputs[f.name]!.data, stops: outputs[atY.name]!.data };
}
