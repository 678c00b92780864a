/** Laws of single methods on random networks; those of LRP and DeepLIFT have files of their own. */
import { chooseLayers } from "@gipfel/attribution";
import { chooseMethod, type MethodChoice } from "@gipfel/contracts";
import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import { type Network, nodeNamed } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { relativeError } from "../testing/compare.js";
import { randomImages, randomNetwork } from "../testing/random-network.js";
import { type Attribution, Attributor } from "./attributor.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const seeds = [1, 2, 3, 4, 5, 6];
const count = 3;

interface Question {
  readonly network: Network;
  readonly images: RunTensor;
  readonly level?: string;
  /** Neurons of the level that are kept. */
  readonly neurons?: readonly number[] | null;
  /** Places of the images in the data set. */
  readonly places?: readonly number[];
  readonly batch?: number;
}

async function attribute(
  { network, images, level, neurons = null, places, batch = 4 }: Question,
  choice: MethodChoice,
): Promise<Attribution[]> {
  const subject = {
    target: network.outputs[0]!,
    position: null,
    level: level ?? network.inputs[0]!,
    neurons,
    inputRange: null,
  };
  const attributor = await Attributor.open(engine, network, subject, choice, batch);
  const size = images.data.length / images.shape[0]!;
  try {
    return await attributor.attribute(
      Array.from({ length: images.shape[0]! }, (_, n) => ({
        index: places?.[n] ?? n,
        image: images.data.slice(n * size, (n + 1) * size),
        weights: Float32Array.of(1, -0.5, 0.25),
        baseline: new Float32Array(size).fill(0.1),
      })),
    );
  } finally {
    await attributor.dispose();
  }
}

const flat = (made: readonly Attribution[]): number[] => made.flatMap(({ values }) => [...values]);
const one = (images: RunTensor, n: number): RunTensor => {
  const size = images.data.length / images.shape[0]!;
  return { shape: [1, ...images.shape.slice(1)], data: images.data.slice(n * size, (n + 1) * size) };
};

describe.each(seeds)("on random network %i", (seed) => {
  const network = randomNetwork(seed);
  const images = randomImages(count, seed + 50);
  const hidden = chooseLayers(network, "all").filter(({ role }) => role === "hidden");

  it("integrated gradients meet the tolerance that is asked for, at the image and at a layer", async () => {
    for (const level of [network.inputs[0]!, hidden[0]!.tensor]) {
      for (const tolerance of [0.05, 0.005]) {
        const made = await attribute({ network, images, level }, chooseMethod("integrated-gradients", { tolerance }));
        for (const { sum, score, baselineScore, residual, steps } of made) {
          const difference = score - baselineScore!;
          expect(residual).toBeCloseTo(Math.abs(sum - difference) / Math.abs(difference), 6);
          expect(residual! <= tolerance || steps === 1024).toBe(true);
        }
      }
    }
  });

  it("saliency of some neurons is the largest of theirs, and its sum that of all", async () => {
    const level = hidden[0]!.tensor;
    const neurons = [2, 0];
    const signed = await attribute({ network, images, level, neurons }, chooseMethod("gradient"));
    const all = await attribute({ network, images, level }, chooseMethod("saliency"));
    const made = await attribute({ network, images, level, neurons }, chooseMethod("saliency"));
    made.forEach(({ shape, values, sum, selectedSum }, n) => {
      const { values: gradients } = signed[n]!;
      expect(shape).toEqual([1, ...signed[n]!.shape.slice(1)]);
      const largest = [...values].map((_, p) =>
        Math.max(Math.abs(gradients[p]!), Math.abs(gradients[values.length + p]!)),
      );
      expect([...values]).toEqual(largest);
      expect(sum).toBe(all[n]!.sum);
      expect(selectedSum).toBeCloseTo(
        gradients.reduce((a, b) => a + b, 0),
        4,
      );
    });
  });

  it("more points bring integrated gradients closer to completeness", async () => {
    const worst = async (steps: number) =>
      Math.max(
        ...(await attribute({ network, images }, chooseMethod("integrated-gradients", { steps }))).map(
          ({ residual }) => residual!,
        ),
      );
    expect(await worst(512)).toBeLessThan(Math.max(await worst(2), 1e-4));
  });

  it("saliency is the largest absolute gradient over the channels; forms are of the gradient", async () => {
    const [signed, saliency, absolute, squared] = (await Promise.all(
      [
        chooseMethod("gradient"),
        chooseMethod("saliency"),
        chooseMethod("gradient", { form: "absolute" }),
        chooseMethod("gradient", { form: "squared" }),
      ].map((choice) => attribute({ network, images }, choice)),
    )) as [Attribution[], Attribution[], Attribution[], Attribution[]];
    signed.forEach(({ values, shape }, n) => {
      const positions = shape[1]! * shape[2]!;
      const largest = Array.from({ length: positions }, (_, p) =>
        Math.max(...Array.from({ length: shape[0]! }, (_c, c) => Math.abs(values[c * positions + p]!))),
      );
      expect(saliency[n]!.shape).toEqual([1, shape[1], shape[2]]);
      expect([...saliency[n]!.values]).toEqual(largest);
      expect([...absolute[n]!.values]).toEqual([...values].map(Math.abs));
      expect(
        relativeError(
          squared[n]!.values,
          values.map((value) => value * value),
        ),
      ).toBeLessThan(1e-6);
    });
  });

  it("gradient × input is just that", async () => {
    const gradient = await attribute({ network, images }, chooseMethod("gradient"));
    const product = await attribute({ network, images }, chooseMethod("gradient-x-input"));
    const expected = flat(gradient).map((value, i) => value * images.data[i]!);
    expect(relativeError(flat(product), expected)).toBeLessThan(1e-6);
  });

  it("SmoothGrad without noise is the method it averages, and nears it as the noise goes", async () => {
    const gradient = flat(await attribute({ network, images }, chooseMethod("gradient")));
    const distance = async (noise: number) =>
      relativeError(
        flat(await attribute({ network, images }, chooseMethod("smoothgrad", { noise, samples: 4 }))),
        gradient,
      );
    expect(await distance(0)).toBeLessThan(1e-6);
    expect(await distance(1e-6)).toBeLessThan(1e-3);
    const integrated = { steps: 16, over: "integrated-gradients", noise: 0, samples: 2 };
    for (const level of [network.inputs[0]!, hidden[0]!.tensor]) {
      const averaged = await attribute({ network, images, level }, chooseMethod("smoothgrad", integrated));
      const plain = await attribute({ network, images, level }, chooseMethod("integrated-gradients", { steps: 16 }));
      expect(relativeError(flat(averaged), flat(plain))).toBeLessThan(1e-5);
    }
  });

  it("noise depends on seed and image alone", async () => {
    const choice = chooseMethod("smoothgrad", { samples: 5, seed: 3 });
    const together = await attribute({ network, images }, choice);
    const alone = await attribute({ network, images: one(images, 1), places: [1], batch: 2 }, choice);
    expect(relativeError(alone[0]!.values, together[1]!.values)).toBeLessThan(1e-6);
    const [other] = await attribute(
      { network, images: one(images, 1), places: [1] },
      chooseMethod("smoothgrad", { samples: 5, seed: 4 }),
    );
    expect(relativeError(other!.values, together[1]!.values)).toBeGreaterThan(1e-3);
    const again = await attribute({ network, images }, choice);
    expect(flat(again)).toEqual(flat(together));
  });

  it("Grad-CAM has the size of its layer and no negative numbers", async () => {
    for (const { tensor } of hidden) {
      const made = await attribute({ network, images }, chooseMethod("grad-cam", { layer: tensor }));
      for (const { shape, values } of made) {
        expect(shape).toEqual([1, ...nodeNamed(network, tensor).shape.slice(2)]);
        expect(values.every((value) => value >= 0)).toBe(true);
      }
    }
  });
});
