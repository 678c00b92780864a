/** Every rule for linear layers against its slow twin, on one dense layer and one convolution. */
import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import { BATCH, fixedSize, NetworkBuilder, type Pads, tensor, type Value } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { relativeError } from "../testing/compare.js";
import { Random } from "../testing/random.js";
import { relevanceOf } from "../testing/relevance.js";
import {
  type Connections,
  convolutionConnections,
  denseConnections,
  type SlowRule,
  slowAlphaBeta,
  slowEpsilon,
  slowFlat,
  slowGamma,
  slowWSquare,
  slowZBox,
  slowZPlus,
} from "../testing/slow-relevance.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const images = 2;
const random = new Random(7);
const constant = (shape: readonly number[], scale = 1) => tensor(shape, random.values(fixedSize(shape), scale));
const tensorOf = (shape: readonly number[]): RunTensor => ({ shape, data: random.values(fixedSize(shape)) });

interface Layer {
  /** Shape of one image. */
  readonly input: readonly number[];
  readonly neurons: number;
  readonly connections: Connections;
  build(builder: NetworkBuilder, x: Value): Value;
}

function dense(): Layer {
  const [weights, bias] = [constant([9, 5]), constant([5], 0.5)];
  return {
    input: [9],
    neurons: 5,
    connections: denseConnections(weights, bias),
    build: (builder, x) => builder.add(builder.matMul(x, builder.constant(weights)), builder.constant(bias)),
  };
}

function convolution(stride: number, dilation: number, pads: Pads, groups: number): Layer {
  const input = [4, 7, 6] as const;
  const [kernel, bias] = [constant([6, 4 / groups, 3, 3]), constant([6], 0.5)];
  const operation = {
    type: "convolution",
    strides: [stride, stride],
    pads,
    dilations: [dilation, dilation],
    groups,
  } as const;
  return {
    input,
    neurons: 6,
    connections: convolutionConnections(kernel, bias, { input, stride, dilation, pads, groups }),
    build: (builder, x) => builder.apply(operation, [x, builder.constant(kernel), builder.constant(bias)]),
  };
}

const layers: readonly (readonly [string, Layer])[] = [
  ["a dense layer", dense()],
  ["a convolution with padding", convolution(1, 1, [1, 1, 1, 1], 1)],
  ["a convolution in groups with stride and uneven padding", convolution(2, 1, [1, 0, 2, 1], 2)],
  ["a dilated convolution", convolution(1, 2, [1, 1, 0, 2], 1)],
];

/** Bounds of the channels, or of the inputs of a dense layer. */
const bounds = (channels: number) => ({
  low: Array.from({ length: channels }, (_, c) => -1 - 0.1 * c),
  high: Array.from({ length: channels }, (_, c) => 1.2 + 0.05 * c),
});

function slowZBoxOf({ input }: Layer): SlowRule {
  const { low, high } = bounds(input[0]!);
  const positions = input.slice(1).reduce((product, size) => product * size, 1);
  return slowZBox(
    (i) => low[Math.floor(i / positions)]!,
    (i) => high[Math.floor(i / positions)]!,
  );
}

const rules: readonly (readonly [Readonly<Record<string, unknown>>, (layer: Layer) => SlowRule])[] = [
  [{ rule: "epsilon", epsilon: 1e-6 }, () => slowEpsilon(1e-6)],
  [{ rule: "epsilon", epsilon: 0.5 }, () => slowEpsilon(0.5)],
  [{ rule: "epsilon", epsilon: 0 }, () => slowEpsilon(0)],
  [{ rule: "gamma", gamma: 0.25 }, () => slowGamma(0.25)],
  [{ rule: "alpha-beta", alpha: 2 }, () => slowAlphaBeta(2)],
  [{ rule: "alpha-beta", alpha: 1 }, () => slowAlphaBeta(1)],
  [{ rule: "z-plus" }, () => slowZPlus],
  [{ rule: "z-plus", firstLayer: "same" }, () => slowZPlus],
  [{ rule: "z-plus", firstLayer: "w-square" }, () => slowWSquare],
  [{ rule: "epsilon", firstLayer: "flat" }, () => slowFlat],
  [{ rule: "epsilon-plus", firstLayer: "z-box" }, slowZBoxOf],
];

/** Per image: the relevance z ⊙ weights of the outputs, carried back by the slow twin. */
function expected({ connections, neurons }: Layer, rule: SlowRule, x: Float32Array, weights: Float32Array): number[] {
  const { inputs, outputs, list, bias } = connections;
  return Array.from({ length: images }).flatMap((_, n) => {
    const own = [...x.slice(n * inputs, (n + 1) * inputs)];
    const z = [...bias];
    for (const { i, j, w } of list) z[j]! += w * own[i]!;
    const relevance = z.map((value, j) => value * weights[n * neurons + Math.floor(j / (outputs / neurons))]!);
    return [...rule(connections, own, relevance)];
  });
}

describe.each(layers)("%s", (_, layer) => {
  const x = tensorOf([images, ...layer.input]);
  const weights = tensorOf([images, layer.neurons]);
  const inputRange = bounds(layer.input[0]!);

  it.each(rules)("hands relevance on by %j as its slow twin does", async (parameters, slow) => {
    const builder = new NetworkBuilder();
    const network = builder.build([layer.build(builder, builder.input("image", [BATCH, ...layer.input]))]);
    const { relevance } = await relevanceOf(engine, network, { parameters, inputRange, images: x, weights });
    expect(relevance.shape).toEqual(x.shape);
    expect(relativeError(relevance.data, expected(layer, slow(layer), x.data, weights.data))).toBeLessThan(1e-5);
  });

  it.each(rules.slice(0, 7))("does so by %j for inputs that cannot be negative", async (parameters, slow) => {
    const builder = new NetworkBuilder();
    const image = builder.input("image", [BATCH, ...layer.input]);
    const rectified = builder.scalarFunction({ name: "relu" }, image);
    const network = builder.build([layer.build(builder, rectified)]);
    const { relevance } = await relevanceOf(engine, network, { parameters, images: x, weights });
    const positive = x.data.map((value) => Math.max(value, 0));
    expect(relativeError(relevance.data, expected(layer, slow(layer), positive, weights.data))).toBeLessThan(1e-5);
  });
});
