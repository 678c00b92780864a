/** Without biases nothing takes relevance away: at every layer that all of it passes, it adds up to the score. */
import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import {
  BATCH,
  consumersOf,
  filled,
  fixedDimension,
  fixedSize,
  type Network,
  NetworkBuilder,
  tensor,
  type Value,
} from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { Random } from "../testing/random.js";
import { randomImages, randomNetwork } from "../testing/random-network.js";
import { oneHot, relevanceOf } from "../testing/relevance.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const images = 3;
/** Pixels and with them activations so large that nothing is lost to the stabiliser beside them. */
const scale = 1e4;
const seeds = [1, 2, 3, 4];
const unpadded = { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
const padded = { ...unpadded, pads: [1, 1, 1, 1] } as const;
const pool = { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;

/**
 * Convolutions, a residual sum, a concatenation and all kinds of pools, without biases. So wide that every output has
 * products of both signs, as the alpha-beta rule takes for granted.
 */
function unbiasedNetwork(seed: number): Network {
  const random = new Random(seed);
  const builder = new NetworkBuilder();
  const weights = (shape: readonly number[]) =>
    builder.constant(tensor(shape, random.values(fixedSize(shape), 2 / Math.sqrt(fixedSize(shape.slice(1))))));
  const convolution = (x: Value, outputs: number) =>
    builder.apply({ type: "convolution", ...padded, groups: 1 }, [
      x,
      weights([outputs, fixedDimension(x.shape, 1), 3, 3]),
    ]);
  const relu = (x: Value, name: string) => builder.apply({ type: "scalar", function: { name: "relu" } }, [x], name);
  const first = relu(convolution(builder.input("image", [BATCH, 3, 8, 8]), 12), "first");
  const sum = relu(builder.add(first, convolution(relu(convolution(first, 12), "inner"), 12)), "sum");
  const largest = builder.apply({ type: "maxPool", ...pool }, [sum], "largest");
  const joined = builder.apply({ type: "concat", axis: 1 }, [
    relu(convolution(largest, 6), "left"),
    relu(convolution(largest, 7), "right"),
  ]);
  const average = builder.apply({ type: "averagePool", ...pool, countPadding: false }, [joined], "average");
  const last = relu(convolution(average, 12), "last");
  const pooled = builder.apply({ type: "reduce", name: "mean", axes: [2, 3], keepDimensions: false }, [last], "pooled");
  return builder.build([builder.matMul(pooled, weights([12, 3]))]);
}

/** A network with zeros for every constant that is added. */
function withoutBiases(network: Network): Network {
  const constants = new Map(network.constants);
  for (const { operation, inputs } of network.nodes.values()) {
    const bias = operation.type === "convolution" ? inputs[2] : undefined;
    const added = operation.type === "binary" && operation.name === "add" ? inputs : [];
    for (const name of [bias, ...added]) {
      const constant = name === undefined ? undefined : constants.get(name);
      if (constant) constants.set(name!, filled(constant.shape, 0));
    }
  }
  return { ...network, constants };
}

/** The tensors that every path from the image to the output passes, the image included. */
function bottlenecks(network: Network): string[] {
  const consumers = consumersOf(network);
  const [image, output] = [network.inputs[0]!, network.outputs[0]!];
  const reachesPast = (avoided: string) => {
    const seen = new Set([image]);
    for (const name of seen) {
      for (const reader of consumers.get(name) ?? []) if (reader.name !== avoided) seen.add(reader.name);
    }
    return seen.has(output);
  };
  const between = [...network.nodes.keys()].filter((name) => name !== image && name !== output);
  return [image, ...between.filter((name) => !reachesPast(name))];
}

/** Σ R of each image. */
function sumsOf({ shape, data }: RunTensor): number[] {
  const size = data.length / shape[0]!;
  return Array.from({ length: shape[0]! }, (_, n) =>
    data.slice(n * size, (n + 1) * size).reduce((sum, value) => sum + value, 0),
  );
}

async function expectConservation(
  network: Network,
  parameters: Readonly<Record<string, unknown>>,
  levels: readonly string[],
) {
  const { shape, data } = randomImages(images, 11);
  const bound = 1.5 * scale;
  const inputRange = { low: [-bound, -bound, -bound], high: [bound, bound, bound] };
  const large = { shape, data: data.map((value) => scale * value) };
  const question = { parameters, inputRange, images: large, weights: oneHot(images, 3, 1) };
  for (const level of levels) {
    const { relevance, scores } = await relevanceOf(engine, network, { ...question, level });
    const sums = sumsOf(relevance);
    for (const [n, score] of scores.entries()) {
      expect(Math.abs(score)).toBeGreaterThan(1);
      expect(Math.abs(sums[n]! - score), `${level}: ${sums[n]} of ${score}`).toBeLessThan(1e-4 * Math.abs(score));
    }
  }
}

const rules = [
  { rule: "epsilon", epsilon: 1e-9 },
  { rule: "gamma", gamma: 0.25 },
  { rule: "alpha-beta", alpha: 2 },
  { rule: "z-plus" },
  { rule: "epsilon-plus", epsilon: 1e-9 },
  { rule: "epsilon-gamma-box", epsilon: 1e-9 },
  { rule: "epsilon-alpha2-beta1", epsilon: 1e-9 },
  { rule: "z-plus", firstLayer: "w-square" },
  { rule: "z-plus", firstLayer: "flat" },
  { rule: "z-plus", firstLayer: "z-box" },
];

describe.each(rules)("%j", (parameters) => {
  it.each(seeds)("keeps the sum of relevance at every layer, network %d", async (seed) => {
    const network = unbiasedNetwork(seed);
    const levels = bottlenecks(network);
    expect(levels).toEqual(expect.arrayContaining(["image", "first", "sum", "largest", "average", "last", "pooled"]));
    await expectConservation(network, parameters, levels);
  });
});

describe("random networks", () => {
  it.each(seeds.flatMap((seed) => rules.slice(0, 2).map((rule) => [seed, rule] as const)))(
    "keep the sum of relevance at every layer, network %d by %j",
    async (seed, parameters) => {
      const network = withoutBiases(randomNetwork(seed));
      await expectConservation(network, parameters, bottlenecks(network));
    },
  );
});

describe("biases", () => {
  it("take their part of the relevance, as the epsilon rule says: Σ R = score − Σ_j b_j R_j / z_j", async () => {
    const builder = new NetworkBuilder();
    const image = builder.input("image", [BATCH, 2]);
    const product = builder.matMul(image, builder.constant(tensor([2, 1], [3, 1])));
    const network = builder.build([builder.add(product, builder.constant(tensor([1], [5])))]);
    const { relevance, scores } = await relevanceOf(engine, network, {
      parameters: { rule: "epsilon" },
      images: { shape: [1, 2], data: Float32Array.of(1, 2) },
      weights: oneHot(1, 1, 0),
    });
    expect(scores[0]).toBeCloseTo(10, 5);
    expect(relevance.data[0]).toBeCloseTo(3, 4);
    expect(relevance.data[1]).toBeCloseTo(2, 4);
  });
});

describe("an output of zero", () => {
  it("passes nothing, and no number that is none, without an epsilon too", async () => {
    const builder = new NetworkBuilder();
    const image = builder.input("image", [BATCH, 2]);
    const network = builder.build([builder.matMul(image, builder.constant(tensor([2, 2], [1, 3, 1, 1])))]);
    const { relevance } = await relevanceOf(engine, network, {
      parameters: { rule: "epsilon", epsilon: 0 },
      images: { shape: [1, 2], data: Float32Array.of(1, -1) },
      weights: { shape: [1, 2], data: Float32Array.of(1, 1) },
    });
    expect([...relevance.data]).toEqual([3, -1]);
  });
});
