import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import { BATCH, fixedSize, type Network, NetworkBuilder, type ScalarFunction, tensor } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { relativeError } from "../testing/compare.js";
import { Random } from "../testing/random.js";
import { TargetScore } from "./target-score.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const image = [2, 5, 5] as const;
const neurons = 3;

/** Convolution "affine" and its nonlinearity "layer", then the mean over positions as logits. */
function networkWith(f: ScalarFunction, bias: number): Network {
  const builder = new NetworkBuilder();
  const random = new Random(2);
  const shape = [neurons, image[0], 3, 3];
  const affine = builder.apply(
    { type: "convolution", strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], groups: 1 },
    [
      builder.input("image", [BATCH, ...image]),
      builder.constant(tensor(shape, random.values(fixedSize(shape), 0.5))),
      builder.constant(tensor([neurons], new Array<number>(neurons).fill(bias))),
    ],
    "affine",
  );
  const layer = builder.apply({ type: "scalar", function: f }, [affine], "layer");
  return builder.build([builder.reduce("mean", layer, [2, 3])]);
}

const randomImages = (count: number, seed: number): RunTensor => ({
  shape: [count, ...image],
  data: new Random(seed).values(count * fixedSize(image)),
});
const weights = (rows: readonly (readonly number[])[]): RunTensor => ({
  shape: [rows.length, neurons],
  data: Float32Array.from(rows.flat()),
});

async function withScore<T>(
  network: Network,
  name: string,
  position: readonly [number, number] | null,
  use: (score: TargetScore) => Promise<T>,
): Promise<T> {
  const score = await TargetScore.open(engine, network, { tensor: name, position });
  try {
    return await use(score);
  } finally {
    await score.dispose();
  }
}

describe("TargetScore", () => {
  it.each([
    ["all positions", null],
    ["one position", [1, 3] as const],
  ])("has the derivative that central differences give, over %s", async (_, position) => {
    const size = fixedSize(image);
    const h = 0.01;
    const x = randomImages(1, 5).data;
    const moved = new Float32Array(2 * size * size);
    for (let i = 0; i < 2 * size; i++) {
      moved.set(x, i * size);
      moved[i * size + (i >> 1)]! += i % 2 === 0 ? h : -h;
    }
    const row = [0.4, -1, 0.7];
    await withScore(networkWith({ name: "tanh" }, 0.1), "layer", position, async (score) => {
      const { gradient } = await score.run({ shape: [1, ...image], data: x }, weights([row]));
      const at = await score.run(
        { shape: [2 * size, ...image], data: moved },
        weights(new Array<number[]>(2 * size).fill(row)),
      );
      const differences = Float64Array.from(x, (__, i) => (at.score[2 * i]! - at.score[2 * i + 1]!) / (2 * h));
      expect(relativeError(gradient, differences)).toBeLessThan(2e-3);
    });
  });

  it("redirects where every rectifier is off, upwards only", async () => {
    const network = networkWith({ name: "relu" }, -50);
    const images = randomImages(2, 8);
    const upAndDown = weights([
      [0, 1, 0],
      [0, -1, 0],
    ]);
    const linear = await withScore(network, "affine", null, (score) => score.run(images, upAndDown));
    await withScore(network, "layer", null, async (score) => {
      const plain = await score.run(images, upAndDown);
      expect(plain.gradient.every((g) => g === 0)).toBe(true);
      const { gradient } = await score.runRedirected(images, upAndDown);
      const size = fixedSize(image);
      expect(relativeError(gradient.subarray(0, size), linear.gradient.subarray(0, size))).toBeLessThan(1e-6);
      expect(gradient.subarray(size).every((g) => g === 0)).toBe(true);
    });
  });

  it("changes nothing where some rectifier is on", async () => {
    const images = randomImages(3, 4);
    const all = weights(new Array<number[]>(3).fill([1, 1, 1]));
    await withScore(networkWith({ name: "relu" }, -0.2), "layer", null, async (score) => {
      const plain = await score.run(images, all);
      expect(plain.gradient.some((g) => g !== 0)).toBe(true);
      expect([...(await score.runRedirected(images, all)).gradient]).toEqual([...plain.gradient]);
    });
  });

  it("refuses the network's own input", async () => {
    const network = networkWith({ name: "relu" }, 0);
    await expect(TargetScore.open(engine, network, { tensor: "image", position: null })).rejects.toMatchObject({
      code: "LAYER_UNKNOWN",
      message: "image is the network's input; a score takes a layer",
    });
  });
});
