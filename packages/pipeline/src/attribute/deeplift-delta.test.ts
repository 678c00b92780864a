/** Summation to delta: multipliers times differences add up to what the score differs by, through every operation. */
import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import { BATCH, fixedDimension, fixedSize, type Network, NetworkBuilder, tensor, type Value } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { compare } from "../testing/compared.js";
import { Random } from "../testing/random.js";
import { randomImages, randomNetwork } from "../testing/random-network.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const methods = ["deeplift-rescale", "deeplift-reveal-cancel"] as const;
type DeepLift = (typeof methods)[number];
const limit = 1e-5;
const weights = [1, -0.5, 0.25];
const padded = { strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1] } as const;
const noise = (seed: number, scale: number): RunTensor => ({
  shape: [3, 3, 8, 8],
  data: new Random(seed).values(3 * 3 * 8 * 8, scale),
});

/** |Σ attributions − Δ score| of the worst of a few images, relative to the larger score, which float32 rounds. */
async function deltaError(network: Network, method: DeepLift, seed: number, level?: string): Promise<number> {
  const subject = { network, images: randomImages(3, seed), baselines: noise(seed + 100, 0.5), weights };
  const { attributions } = await compare(engine, level === undefined ? subject : { ...subject, level }, method);
  const errors = attributions.map(({ values, sum, score, baselineScore }) => {
    expect(values.some((value) => value !== 0)).toBe(true);
    return Math.abs(sum - (score - baselineScore!)) / Math.max(Math.abs(score), Math.abs(baselineScore!));
  });
  return Math.max(...errors);
}

/** Convolution and ReLU, what is under test, another convolution, the means and a dense layer. */
function networkAround(body: (parts: Parts) => Value): Network {
  const builder = new NetworkBuilder();
  const random = new Random(11);
  const constant = (shape: readonly number[], scale: number) =>
    builder.constant(tensor(shape, random.values(fixedSize(shape), scale)));
  const convolution = (x: Value, outputs: number, groups = 1) => {
    const inputs = fixedDimension(x.shape, 1) / groups;
    const kernel = constant([outputs, inputs, 3, 3], 1.5 / Math.sqrt(9 * inputs));
    return builder.apply({ type: "convolution", ...padded, groups }, [x, kernel, constant([outputs], 0.3)]);
  };
  const relu = (x: Value, name?: string) => builder.apply({ type: "scalar", function: { name: "relu" } }, [x], name);
  const first = relu(convolution(builder.input("image", [BATCH, 3, 8, 8]), 4), "first");
  const made = body({ builder, first, constant, convolution, relu });
  const last = builder.reduce("mean", relu(convolution(made, 5)), [2, 3]);
  const product = builder.matMul(last, constant([5, 3], 1));
  return builder.build([builder.apply({ type: "binary", name: "add" }, [product, constant([1, 3], 0.2)], "logits")]);
}

interface Parts {
  readonly builder: NetworkBuilder;
  readonly first: Value;
  constant(shape: readonly number[], scale: number): Value;
  convolution(x: Value, outputs: number, groups?: number): Value;
  relu(x: Value): Value;
}

const gateOf = ({ builder, first, constant }: Parts): Value => {
  const means = builder.reduce("mean", first, [2, 3], true);
  const kernel = constant([4, 4, 1, 1], 1);
  const restored = builder.apply({ type: "convolution", ...padded, pads: [0, 0, 0, 0], groups: 1 }, [means, kernel]);
  return builder.scalarFunction({ name: "sigmoid" }, restored);
};

const everywhere: readonly (readonly [string, (parts: Parts) => Value])[] = [
  [
    "an overlapping max pool before a nonlinearity",
    ({ builder, first, convolution, relu }) =>
      relu(builder.apply({ type: "maxPool", ...padded, kernel: [3, 3], strides: [2, 2] }, [convolution(first, 4)])),
  ],
  ["a depthwise convolution", ({ first, convolution, relu }) => relu(convolution(first, 8, 4))],
  ["a residual sum", ({ builder, first, convolution, relu }) => relu(builder.add(convolution(first, 4), first))],
  [
    "a residual difference",
    ({ builder, first, convolution, relu }) => relu(builder.subtract(first, convolution(first, 4))),
  ],
  [
    "a concatenation, padding, a slice and a transposition",
    ({ builder, first, convolution, relu }) => {
      const joined = builder.concat([first, convolution(first, 2)], 1);
      const cut = builder.slice(builder.pad(joined, [0, 0, 1, 0], [0, 0, 0, 2], 0.5), 2, 0, 9, 2);
      return relu(builder.transpose(cut, [0, 1, 3, 2]));
    },
  ],
  [
    "batch norm between two nonlinearities, with scales of either sign",
    ({ builder, first, constant, relu }) =>
      relu(builder.add(builder.multiply(first, constant([1, 4, 1, 1], 2)), constant([1, 4, 1, 1], 0.5))),
  ],
  [
    "a division by a constant and a negation before a nonlinearity",
    ({ builder, first, relu }) => {
      const divided = builder.divide(first, builder.constant(tensor([1, 4, 1, 1], [2, -1.5, 0.5, -3])));
      return relu(builder.add(builder.scalarFunction({ name: "negate" }, divided), builder.scalar(0.4)));
    },
  ],
  [
    "smooth functions written as several operations",
    ({ builder, first, convolution }) => {
      const x = convolution(first, 4);
      const gelu = builder.multiply(x, builder.add(builder.scalarFunction({ name: "erf" }, x), builder.scalar(1)));
      const silu = builder.multiply(gelu, builder.scalarFunction({ name: "sigmoid" }, gelu));
      return builder.scalarFunction({ name: "hardSwish" }, silu);
    },
  ],
  [
    "the larger and the smaller of two activations",
    ({ builder, first, convolution }) => {
      const larger = builder.binary("maximum", convolution(first, 4), first);
      return builder.binary("minimum", larger, convolution(first, 4));
    },
  ],
  [
    "average pools",
    ({ builder, first, relu }) =>
      relu(
        builder.apply({ type: "averagePool", ...padded, kernel: [3, 3], strides: [2, 2], countPadding: false }, [
          first,
        ]),
      ),
  ],
];

const withGates: readonly (readonly [string, (parts: Parts) => Value])[] = [
  ["a squeeze-and-excitation gate", (parts) => parts.builder.multiply(parts.first, gateOf(parts))],
  [
    "a quotient",
    (parts) => parts.builder.divide(gateOf(parts), parts.builder.add(parts.first, parts.builder.scalar(1))),
  ],
  [
    "a softmax over channels",
    ({ builder, first, convolution }) => builder.apply({ type: "softmax", axis: 1 }, [convolution(first, 6)]),
  ],
  [
    "local response normalisation",
    ({ builder, first, convolution }) =>
      builder.apply({ type: "localResponseNormalisation", size: 3, alpha: 0.9, beta: 0.75, bias: 1 }, [
        convolution(first, 6),
      ]),
  ],
  [
    "a product of two matrices",
    ({ builder, first, convolution }) =>
      builder.matMul(builder.matMul(first, convolution(first, 4), { a: true }), first, { b: true }),
  ],
];

describe.each(methods)("%s sums to delta", (method) => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("on random network %i", async (seed) => {
    expect(await deltaError(randomNetwork(seed), method, seed)).toBeLessThan(limit);
  });

  it.each(everywhere)("through %s", async (_, body) => {
    const network = networkAround(body);
    expect(await deltaError(network, method, 1)).toBeLessThan(limit);
    expect(await deltaError(network, method, 2, "first")).toBeLessThan(limit);
  });

  it("is zero where nothing differs from the baseline", async () => {
    const images = randomImages(2, 1);
    const subject = { network: randomNetwork(1), images, baselines: images, weights };
    const { attributions } = await compare(engine, subject, method);
    for (const { values } of attributions) expect(values.every((value) => value === 0)).toBe(true);
  });
});

describe.each(withGates)("%s", (_, body) => {
  const network = networkAround(body);

  it("sums to delta by Rescale", async () => {
    expect(await deltaError(network, "deeplift-rescale", 1)).toBeLessThan(limit);
    expect(await deltaError(network, "deeplift-rescale", 2, "first")).toBeLessThan(limit);
  });

  it("has no RevealCancel", async () => {
    await expect(deltaError(network, "deeplift-reveal-cancel", 1)).rejects.toMatchObject({
      code: "METHOD_UNDEFINED",
      message: expect.stringContaining("take deeplift-rescale"),
    });
  });
});

describe("a network that is written out", () => {
  it.each(withGates)("has the same scores: %s", async (_, body) => {
    const subject = { network: networkAround(body), images: randomImages(3, 5), baselines: noise(6, 1), weights };
    const [plain, written] = [
      await compare(engine, subject, "gradient"),
      await compare(engine, subject, "deeplift-rescale"),
    ];
    for (const [n, { score }] of plain.attributions.entries()) {
      expect(written.attributions[n]!.score).toBeCloseTo(score, 5);
    }
  });
});

describe("the notes of RevealCancel", () => {
  const pooled = (follow: (parts: Parts, x: Value) => Value) =>
    networkAround((parts) => {
      const window = { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
      return follow(parts, parts.builder.apply({ type: "maxPool", ...window }, [parts.convolution(parts.first, 4)]));
    });
  const notesOf = async (network: Network) => {
    const subject = { network, images: randomImages(1, 1), baselines: randomImages(1, 2), weights };
    return (await compare(engine, subject, "deeplift-reveal-cancel")).notes;
  };

  it("say that a nonlinearity follows a maximum directly", async () => {
    expect(await notesOf(pooled(({ relu }, x) => relu(x)))).toEqual([expect.stringContaining("a maximum is followed")]);
  });

  it("are silent where a linear map stands between", async () => {
    expect(await notesOf(pooled((_, x) => x))).toEqual([]);
  });
});
