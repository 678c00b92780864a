/** DeepLIFT against its slow twin, its papers' examples, and the integral that Rescale is over one nonlinearity. */
import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import { afterAll, describe, expect, it } from "vitest";
import { relativeError } from "../testing/compare.js";
import { compare } from "../testing/compared.js";
import { type Layer, layer, networkOf, randomLayer } from "../testing/dense-network.js";
import { Random } from "../testing/random.js";
import { rescale, revealCancel, slowDeepLift } from "../testing/slow-deeplift.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const rows = (values: readonly (readonly number[])[]): RunTensor => ({
  shape: [values.length, values[0]!.length],
  data: Float32Array.from(values.flat()),
});

async function attributions(
  method: "deeplift-rescale" | "deeplift-reveal-cancel" | "integrated-gradients",
  layers: readonly Layer[],
  images: readonly (readonly number[])[],
  baselines: readonly (readonly number[])[],
  weights: readonly number[],
): Promise<number[]> {
  const subject = { network: networkOf(layers), images: rows(images), baselines: rows(baselines), weights };
  const parameters = method === "integrated-gradients" ? { steps: 64 } : {};
  const made = await compare(engine, subject, method, parameters);
  return made.attributions.flatMap(({ values }) => [...values]);
}

describe.each([
  ["deeplift-rescale", rescale],
  ["deeplift-reveal-cancel", revealCancel],
] as const)("%s", (method, neuron) => {
  it.each([
    ["relu", 1],
    ["relu", 2],
    ["sigmoid", 3],
    ["sigmoid", 4],
  ] as const)("is its slow twin on three dense layers: %s, seed %i", async (name, seed) => {
    const random = new Random(seed);
    const layers = [
      randomLayer(name, 6, 8, random),
      randomLayer(name, 8, 7, random),
      randomLayer("identity", 7, 3, random),
    ];
    const baselines = Array.from({ length: 4 }, () => [...random.values(6, 0.5)]);
    // One input of every image is as at the baseline: half of either multiplier, times no difference.
    const images = baselines.map((row, n) => [...random.values(6, 1.5)].map((value, i) => (i === n ? row[i]! : value)));
    const weights = [1, -0.5, 0.25];
    const slow = images.flatMap((image, n) => slowDeepLift(layers, image, baselines[n]!, weights, neuron));
    expect(relativeError(await attributions(method, layers, images, baselines, weights), slow)).toBeLessThan(1e-5);
  });
});

/** min(i₁, i₂) = i₁ − relu(i₁ − i₂), which gradients give to one of the two alone (Shrikumar 2017, section 3.4). */
const minimum = [
  layer("relu", [
    [1, 0],
    [1, -1],
  ]),
  layer("identity", [[1, -1]]),
];

describe("the examples of the paper", () => {
  const pairs = [
    [3, 1],
    [1.5, 2],
    [4, 4],
  ];
  const zeros = pairs.map(() => [0, 0]);

  it("RevealCancel shares the minimum of two numbers equally", async () => {
    const halves = pairs.flatMap(([a, b]) => [Math.min(a!, b!) / 2, Math.min(a!, b!) / 2]);
    const made = await attributions("deeplift-reveal-cancel", minimum, pairs, zeros, [1]);
    expect(relativeError(made, halves)).toBeLessThan(1e-6);
  });

  it("Rescale gives all of it to the smaller number", async () => {
    const smaller = pairs.slice(0, 2).flatMap(([a, b]) => (a! < b! ? [a!, 0] : [0, b!]));
    const made = await attributions("deeplift-rescale", minimum, pairs.slice(0, 2), zeros.slice(0, 2), [1]);
    expect(relativeError(made, smaller)).toBeLessThan(1e-6);
  });

  it("either shares a saturated sum, whose gradient is zero (figure 1)", async () => {
    // y = 1 − relu(1 − i₁ − i₂) at (1, 1)
    const layers = [layer("relu", [[-1, -1]], [1]), layer("identity", [[-1]], [1])];
    for (const method of ["deeplift-rescale", "deeplift-reveal-cancel"] as const) {
      expect(await attributions(method, layers, [[1, 1]], [[0, 0]], [1])).toEqual([0.5, 0.5]);
    }
  });
});

describe("Rescale over one nonlinearity of an affine map", () => {
  it("is integrated gradients", async () => {
    const random = new Random(5);
    const layers = [randomLayer("sigmoid", 6, 9, random), randomLayer("identity", 9, 2, random)];
    const images = Array.from({ length: 3 }, () => [...random.values(6, 2)]);
    const baselines = images.map(() => [...random.values(6, 0.5)]);
    const integral = await attributions("integrated-gradients", layers, images, baselines, [1, -1]);
    const closed = await attributions("deeplift-rescale", layers, images, baselines, [1, -1]);
    expect(relativeError(closed, integral)).toBeLessThan(1e-5);
  });
});
