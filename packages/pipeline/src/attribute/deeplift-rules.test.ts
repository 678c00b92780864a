/** Each rule between two points: it takes the differences of its inputs to that of its output, and pull is its adjoint. */
import { type DifferenceContext, differenceRuleOf } from "@gipfel/attribution";
import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import { BATCH, fixedSize, NetworkBuilder, nodeNamed, type Operation, type Value } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { relativeError } from "../testing/compare.js";
import { Random } from "../testing/random.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const shape = [2, 3, 6, 6];
const gate = [2, 3, 1, 1];
const window = { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], dilations: [1, 1] } as const;
const binaries = ["add", "subtract", "multiply", "divide", "maximum", "minimum"] as const;

const cases: readonly (readonly [string, Operation, readonly (readonly number[])[]])[] = [
  ...binaries.flatMap((name) => {
    const operation: Operation = { type: "binary", name };
    return [
      [name, operation, [shape, shape]],
      [`${name} of a tensor and a gate`, operation, [shape, gate]],
      [`${name} of a gate and a tensor`, operation, [gate, shape]],
    ] as const;
  }),
  ...[
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ].map(
    ([transposeA, transposeB]) =>
      [
        `matrix product, transposed ${transposeA} and ${transposeB}`,
        { type: "matMul", transposeA: transposeA!, transposeB: transposeB! },
        [transposeA ? [2, 3, 4, 5] : [2, 3, 5, 4], transposeB ? [2, 3, 6, 4] : [2, 3, 4, 6]],
      ] as const,
  ),
  ["overlapping max pool", { type: "maxPool", ...window }, [shape]],
  ["max pool with dilation", { type: "maxPool", ...window, dilations: [2, 1] }, [shape]],
  ["maximum over channels", { type: "reduce", name: "max", axes: [1], keepDimensions: true }, [shape]],
  ["maximum over positions", { type: "reduce", name: "max", axes: [2, 3], keepDimensions: false }, [shape]],
];

interface Results {
  readonly difference: RunTensor;
  readonly pushed: RunTensor;
  readonly weight: RunTensor;
  readonly inputs: readonly { readonly difference: RunTensor; readonly multiplier: RunTensor }[];
}

/** The rule between two random points of coarse values, among which are equal ones, and positive for quotients. */
async function runBetween(
  operation: Operation,
  shapes: readonly (readonly number[])[],
  seed: number,
): Promise<Results> {
  const random = new Random(seed);
  const coarse = (size: readonly number[]): RunTensor => ({
    shape: size,
    data: random.values(fixedSize(size)).map((value) => Math.round(value * 4) / 4 + 2),
  });
  const builder = new NetworkBuilder();
  const batched = (size: readonly number[]) => [BATCH, ...size.slice(1)];
  const atImage = shapes.map((size, i) => builder.input(`x${i}`, batched(size)));
  const atBaseline = shapes.map((size, i) => builder.input(`x'${i}`, batched(size)));
  const [y, yBaseline] = [builder.apply(operation, atImage), builder.apply(operation, atBaseline)];
  const baselines = new Map<string, Value>(
    [...atImage, y].map((value, i) => [value.name, [...atBaseline, yBaseline][i]!]),
  );
  const values = new Map([...atImage, y].map((value) => [value.name, value]));
  const network = builder.build([y]);
  const context: DifferenceContext = {
    builder,
    network,
    valueAt: (name) => values.get(name)!,
    baselineAt: (name) => baselines.get(name)!,
    differenceOf: (name) => builder.subtract(values.get(name)!, baselines.get(name)!),
    routeOf: ({ inputs }) => values.get(inputs[0]!)!,
  };
  const node = nodeNamed(network, y.name);
  const rule = differenceRuleOf(operation);
  const weight = builder.input("weight", y.shape);
  const differences = atImage.map(({ name }) => context.differenceOf(name));
  const multipliers = rule.pull(context, node, weight).map((multiplier) => multiplier!);
  const outputs = [context.differenceOf(y.name), rule.push(context, node, differences), ...differences, ...multipliers];
  const compiled = await engine.compile(builder.build(outputs));
  const fixedShape = y.shape.map((dimension) => (typeof dimension === "number" ? dimension : shapes[0]![0]!));
  const given: RunTensor = { shape: fixedShape, data: random.values(fixedSize(fixedShape)) };
  const feeds = Object.fromEntries(
    shapes.flatMap((size, i) => [
      [`x${i}`, coarse(size)],
      [`x'${i}`, coarse(size)],
    ]),
  );
  const made = await compiled.run({ ...feeds, weight: given });
  await compiled.dispose();
  const [difference, pushed, ...rest] = outputs.map(({ name }) => made[name]!);
  return {
    difference: difference!,
    pushed: pushed!,
    weight: given,
    inputs: shapes.map((_, i) => ({ difference: rest[i]!, multiplier: rest[shapes.length + i]! })),
  };
}

const innerProduct = (a: RunTensor, b: RunTensor) => a.data.reduce((sum, value, i) => sum + value * b.data[i]!, 0);

describe.each(cases)("the difference rule of %s", (_, operation, shapes) => {
  it("takes the differences of the inputs to that of the output", async () => {
    const { pushed, difference } = await runBetween(operation, shapes, 1);
    expect(relativeError(pushed.data, difference.data)).toBeLessThan(1e-5);
  });

  it("pulls as the adjoint: Σ multiplier · Δx = Σ weight · Δy", async () => {
    const { inputs, weight, difference } = await runBetween(operation, shapes, 2);
    const onInputs = inputs.reduce((sum, own) => sum + innerProduct(own.multiplier, own.difference), 0);
    const size = weight.data.reduce((sum, value, i) => sum + Math.abs(value * difference.data[i]!), 0);
    expect(Math.abs(onInputs - innerProduct(weight, difference))).toBeLessThan(1e-5 * size);
    for (const [i, { multiplier }] of inputs.entries()) expect(multiplier.shape).toEqual(shapes[i]);
  });
});
