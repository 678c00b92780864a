/** Each derivative rule: pull is the adjoint of push, and push is what small changes of the inputs do. */
import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import { BATCH, fixedSize, type Operation, type ScalarFunction, tensor } from "@gipfel/network";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { relativeError } from "./testing/compare.js";
import { Random } from "./testing/random.js";
import { activationsOf, type RuleSubject, runOperation, runRule } from "./testing/run-rule.js";

/** Half the distance over which differences are taken. */
const step = 1e-2;
/** Values differ by at least this, and keep half of it away from its multiples, where functions may have kinks. */
const spacing = 0.025;
const random = new Random(1);

/** Distinct values around `centre` in random order. */
function activation(shape: readonly number[], centre = 0): RunTensor {
  const count = fixedSize(shape);
  const order = Array.from({ length: count }, (_, i) => ({ i, key: random.next() })).sort((a, b) => a.key - b.key);
  const data = Float32Array.from(order, ({ i }) => centre + (i - Math.floor(count / 2) + 0.5) * spacing);
  return { shape, data };
}

const constant = (shape: readonly number[]) => ({ constant: tensor(shape, random.values(fixedSize(shape))) });
const like = ({ shape, data }: RunTensor): RunTensor => ({ shape, data: random.values(data.length) });
const image = (centre = 0) => activation([2, 3, 6, 5], centre);

const windows = { strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1] } as const;
const functions: readonly ScalarFunction[] = [
  ...(["relu", "sigmoid", "tanh", "softplus", "softsign", "erf", "exp", "abs", "negate", "hardSwish"] as const).map(
    (name) => ({ name }),
  ),
  { name: "leakyRelu", alpha: 0.1 },
  { name: "thresholdedRelu", alpha: 0.5 },
  { name: "elu", alpha: 0.7 },
  { name: "celu", alpha: 0.7 },
  { name: "selu", alpha: 1.67, gamma: 1.05 },
  { name: "hardSigmoid", alpha: 0.2, beta: 0.5 },
  { name: "clip", minimum: -0.5, maximum: 1 },
  { name: "clip", minimum: Number.NEGATIVE_INFINITY, maximum: 1 },
  { name: "clip", minimum: 0, maximum: Number.POSITIVE_INFINITY },
];
const ofPositive: readonly ScalarFunction[] = (["log", "sqrt", "reciprocal"] as const).map((name) => ({ name }));

const cases: readonly (readonly [string, RuleSubject])[] = [
  [
    "convolution",
    {
      operation: { type: "convolution", ...windows, groups: 1 },
      inputs: [image(), constant([4, 3, 3, 3]), constant([4])],
    },
  ],
  [
    "convolution with stride, dilation and uneven padding",
    {
      operation: { type: "convolution", strides: [2, 1], pads: [1, 0, 2, 1], dilations: [1, 2], groups: 1 },
      inputs: [image(), constant([4, 3, 3, 2])],
    },
  ],
  [
    "convolution in groups",
    {
      operation: { type: "convolution", ...windows, groups: 2 },
      inputs: [activation([2, 4, 5, 4]), constant([6, 2, 3, 3])],
    },
  ],
  [
    "depthwise convolution",
    { operation: { type: "convolution", ...windows, groups: 3 }, inputs: [image(), constant([6, 1, 3, 3])] },
  ],
  [
    "dense",
    {
      operation: { type: "matMul", transposeA: false, transposeB: false },
      inputs: [activation([3, 20]), constant([20, 7])],
    },
  ],
  ...(["add", "subtract", "multiply", "divide", "minimum", "maximum"] as const).flatMap((name) => {
    const operation: Operation = { type: "binary", name };
    return [
      [
        `${name} of two tensors`,
        { operation, inputs: [activation([2, 3, 4, 4], 4), activation([2, 3, 4, 4], 4 + spacing / 2)] },
      ],
      [
        `${name} of a tensor and a gate`,
        { operation, inputs: [activation([2, 3, 4, 4], 4), activation([2, 3, 1, 1], 2)] },
      ],
      [
        `${name} of a gate and a tensor`,
        { operation, inputs: [activation([2, 3, 1, 1], 2), activation([2, 3, 4, 4], 4)] },
      ],
      [`${name} with a constant`, { operation, inputs: [image(), constant([1, 3, 1, 1])] }],
    ] as const;
  }),
  [
    "division of a constant",
    { operation: { type: "binary", name: "divide" }, inputs: [constant([3, 1, 1]), image(4)] },
  ],
  ["power", { operation: { type: "binary", name: "power" }, inputs: [image(4), { constant: tensor([], [1.7]) }] }],
  ...functions.map(
    (f) => [JSON.stringify(f), { operation: { type: "scalar", function: f }, inputs: [image()] }] as const,
  ),
  ...ofPositive.map((f) => [f.name, { operation: { type: "scalar", function: f }, inputs: [image(4)] }] as const),
  ["PReLU", { operation: { type: "prelu" }, inputs: [image(), constant([3, 1, 1])] }],
  [
    "concatenation of channels",
    { operation: { type: "concat", axis: 1 }, inputs: [image(), activation([2, 2, 6, 5])] },
  ],
  ["concatenation of rows", { operation: { type: "concat", axis: 2 }, inputs: [image(), activation([2, 3, 2, 5])] }],
  ["slice of channels", { operation: { type: "slice", axis: 1, start: 1, end: 3, step: 1 }, inputs: [image()] }],
  [
    "slice of every second row",
    { operation: { type: "slice", axis: 2, start: 1, end: 6, step: 2 }, inputs: [image()] },
  ],
  [
    "slice of every third column",
    { operation: { type: "slice", axis: 3, start: 0, end: 5, step: 3 }, inputs: [image()] },
  ],
  ["padding", { operation: { type: "pad", before: [0, 1, 2, 0], after: [0, 0, 1, 1], value: 0.5 }, inputs: [image()] }],
  ["reshape", { operation: { type: "reshape", shape: [BATCH, 90] }, inputs: [image()] }],
  ["transposition", { operation: { type: "transpose", permutation: [0, 2, 3, 1] }, inputs: [image()] }],
  ["max pool", { operation: { type: "maxPool", ...windows, kernel: [3, 3], strides: [2, 2] }, inputs: [image()] }],
  [
    "max pool with dilation and uneven padding",
    {
      operation: { type: "maxPool", kernel: [2, 2], strides: [1, 2], pads: [0, 1, 1, 0], dilations: [2, 1] },
      inputs: [image()],
    },
  ],
  ...[true, false].map(
    (countPadding) =>
      [
        `average pool, padding counted: ${countPadding}`,
        {
          operation: {
            type: "averagePool",
            ...windows,
            kernel: [3, 2],
            strides: [2, 1],
            pads: [1, 0, 2, 1],
            countPadding,
          },
          inputs: [image()],
        },
      ] as const,
  ),
  [
    "mean over positions",
    { operation: { type: "reduce", name: "mean", axes: [2, 3], keepDimensions: false }, inputs: [image()] },
  ],
  [
    "sum over channels",
    { operation: { type: "reduce", name: "sum", axes: [1], keepDimensions: true }, inputs: [image()] },
  ],
  ["softmax over channels", { operation: { type: "softmax", axis: 1 }, inputs: [image()] }],
  [
    "local response normalisation",
    {
      operation: { type: "localResponseNormalisation", size: 3, alpha: 0.5, beta: 0.75, bias: 1 },
      inputs: [activation([2, 6, 3, 3])],
    },
  ],
];

let engine: OnnxruntimeEngine;
beforeAll(() => {
  engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
});
afterAll(() => engine.dispose());

const innerProduct = (a: RunTensor, b: RunTensor) => a.data.reduce((sum, value, i) => sum + value * b.data[i]!, 0);
const size = (a: RunTensor) => Math.sqrt(innerProduct(a, a));

/** The subject with its activations moved by `factor` times the changes. */
function moved(subject: RuleSubject, changes: readonly RunTensor[], factor: number): RuleSubject {
  const remaining = [...changes];
  const inputs = subject.inputs.map((input) => {
    if ("constant" in input) return input;
    const { data } = remaining.shift()!;
    return { shape: input.shape, data: input.data.map((value, i) => value + factor * data[i]!) };
  });
  return { ...subject, inputs };
}

describe.each(cases)("the rule of %s", (_, subject) => {
  const changes = activationsOf(subject).map(like);

  it("pulls as the adjoint of its push: ⟨pull(g), dx⟩ = ⟨g, push(dx)⟩", async () => {
    const weight = like(await runOperation(engine, subject));
    const { pushed, pulled } = await runRule(engine, subject, changes, weight);
    expect(pulled.map(({ shape }) => shape)).toEqual(activationsOf(subject).map(({ shape }) => shape));
    const onInputs = pulled.reduce((sum, own, i) => sum + innerProduct(own, changes[i]!), 0);
    expect(Math.abs(onInputs - innerProduct(weight, pushed))).toBeLessThan(1e-5 * size(weight) * size(pushed));
  });

  it("pushes as central differences do", async () => {
    const value = await runOperation(engine, subject);
    const { pushed } = await runRule(engine, subject, changes, like(value));
    const [above, below] = [
      await runOperation(engine, moved(subject, changes, step)),
      await runOperation(engine, moved(subject, changes, -step)),
    ];
    const differences = above.data.map((high, i) => (high - below.data[i]!) / (2 * step));
    expect(pushed.shape).toEqual(value.shape);
    expect(relativeError(pushed.data, differences)).toBeLessThan(2e-3);
  });
});

describe("derivatives at kinks", () => {
  it.each<[ScalarFunction, number, number]>([
    [{ name: "relu" }, 0, 0],
    [{ name: "leakyRelu", alpha: 0.1 }, 0, 0.1],
    [{ name: "clip", minimum: 0, maximum: 6 }, 0, 0],
    [{ name: "clip", minimum: 0, maximum: 6 }, 6, 0],
    [{ name: "abs" }, 0, 0],
  ])("are PyTorch's: %j at %d is %d", async (f, at, slope) => {
    const x: RunTensor = { shape: [1, 1], data: Float32Array.of(at) };
    const one: RunTensor = { shape: [1, 1], data: Float32Array.of(1) };
    const { pushed } = await runRule(engine, { operation: { type: "scalar", function: f }, inputs: [x] }, [one], one);
    expect(pushed.data[0]).toBeCloseTo(slope, 7);
  });
});
