/** Rules of the first layer: where they hold, and that they see the image through what stands before that layer. */
import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import { BATCH, fixedSize, type Network, NetworkBuilder, tensor, type Value } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { relativeError } from "../testing/compare.js";
import { Random } from "../testing/random.js";
import { relevanceOf } from "../testing/relevance.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const random = new Random(6);
const shape = [2, 4, 6, 6] as const;
const x: RunTensor = { shape, data: random.values(fixedSize(shape)) };
const weights: RunTensor = { shape: [2, 4], data: random.values(8) };
const window = { strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1] } as const;
const kernels = [0, 1].map(() => tensor([4, 4, 3, 3], random.values(4 * 4 * 9)));
const inputRange = { low: [-1, -1.1, -1.2, -1.3], high: [1, 1.5, 1.25, 2] };
const firstLayers = ["w-square", "flat", "z-box"] as const;

/** A padded convolution of what is made of the image, and a ReLU. */
const convolved = (prepare: (builder: NetworkBuilder, image: Value) => Value, pad: number): Network => {
  const builder = new NetworkBuilder();
  const image = builder.input("image", [BATCH, ...shape.slice(1)]);
  const operation = { type: "convolution", ...window, pads: [pad, pad, pad, pad], groups: 1 } as const;
  const kernel = builder.constant(kernels[0]!);
  const z = builder.apply(operation, [prepare(builder, image), kernel, builder.constant(tensor([4], [1, 2, 3, 4]))]);
  return builder.build([builder.scalarFunction({ name: "relu" }, z)]);
};
const plain = convolved((_, image) => image, 1);

const close = (actual: RunTensor, expected: ArrayLike<number>) =>
  expect(relativeError(actual.data, expected)).toBeLessThan(1e-5);

describe("rules of the first layer", () => {
  it.each(firstLayers)("see through padding and layout: %s", async (firstLayer) => {
    const question = { parameters: { rule: "z-plus", firstLayer }, images: x, weights, inputRange };
    const moved = convolved((b, image) => {
      const padded = b.pad(b.transpose(image, [0, 2, 3, 1]), [0, 1, 1, 0], [0, 1, 1, 0]);
      return b.transpose(padded, [0, 3, 1, 2]);
    }, 0);
    const expected = await relevanceOf(engine, plain, question);
    close((await relevanceOf(engine, moved, question)).relevance, expected.relevance.data);
  });

  it("see through a normalisation inside the network, one that turns the sign included: z-box", async () => {
    const parameters = { rule: "z-plus", firstLayer: "z-box" };
    const factors = [2, -0.5, 3, 1];
    const inside = convolved((b, image) => b.multiply(image, b.constant(tensor([1, 4, 1, 1], factors))), 1);
    const ends = factors.map((factor, c) => [factor * inputRange.low[c]!, factor * inputRange.high[c]!]);
    const outside = {
      low: ends.map((pair) => Math.min(...pair)),
      high: ends.map((pair) => Math.max(...pair)),
    };
    const scaled = { shape, data: x.data.map((value, e) => value * factors[Math.floor(e / 36) % 4]!) };
    const expected = await relevanceOf(engine, plain, { parameters, images: scaled, weights, inputRange: outside });
    const { relevance } = await relevanceOf(engine, inside, { parameters, images: x, weights, inputRange });
    close(relevance, expected.relevance.data);
  });

  it("hold for layers that read the image alone: at a hidden level the others stay as they are", async () => {
    const builder = new NetworkBuilder();
    const image = builder.input("image", [BATCH, ...shape.slice(1)]);
    const operation = { type: "convolution", ...window, groups: 1 } as const;
    const [first, second] = kernels.map((kernel) => builder.constant(kernel)) as [Value, Value];
    const hidden = builder.apply(
      { type: "scalar", function: { name: "relu" } },
      [builder.apply(operation, [image, first])],
      "hidden",
    );
    const network = builder.build([builder.apply(operation, [hidden, second])]);
    const question = { images: x, weights, level: "hidden", inputRange };
    const same = await relevanceOf(engine, network, {
      ...question,
      parameters: { rule: "z-plus", firstLayer: "same" },
    });
    const flat = await relevanceOf(engine, network, {
      ...question,
      parameters: { rule: "z-plus", firstLayer: "flat" },
    });
    expect(flat.relevance.data).toEqual(same.relevance.data);
  });

  it("are refused where they need a range of the pixels that is not known", async () => {
    const question = { parameters: { rule: "epsilon-gamma-box" }, images: x, weights };
    await expect(relevanceOf(engine, plain, question)).rejects.toMatchObject({
      code: "METHOD_UNDEFINED",
      message: expect.stringContaining("the least and the largest value"),
    });
  });
});
