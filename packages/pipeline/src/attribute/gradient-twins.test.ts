/** Methods of the gradient against their slow twins. */
import { chooseLayers } from "@gipfel/attribution";
import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import { fixedDimension, nodeNamed, pruneNetwork } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { relativeError } from "../testing/compare.js";
import { compare } from "../testing/compared.js";
import { networkOf, randomLayer } from "../testing/dense-network.js";
import { Random } from "../testing/random.js";
import { randomImages, randomNetwork } from "../testing/random-network.js";
import { guided, slowGradient, slowIntegratedGradients } from "../testing/slow-gradients.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const random = new Random(3);
const weights = [1, -2];
const [relus, sigmoids] = (["relu", "sigmoid"] as const).map((name) => [
  randomLayer(name, 6, 8, random),
  randomLayer(name, 8, 5, random),
  randomLayer("identity", 5, 2, random),
]) as [ReturnType<typeof randomLayer>[], ReturnType<typeof randomLayer>[]];
const images = Array.from({ length: 3 }, () => [...random.values(6, 1.5)]);
const baselines = Array.from({ length: 3 }, () => [...random.values(6, 0.5)]);
const rows = (values: readonly (readonly number[])[]): RunTensor => ({
  shape: [values.length, values[0]!.length],
  data: Float32Array.from(values.flat()),
});

describe.each([
  ["ReLU", relus],
  ["sigmoid", sigmoids],
])("on a dense network of %s", (_, layers) => {
  const subject = { network: networkOf(layers), images: rows(images), baselines: rows(baselines), weights };

  it("gradient and gradient × input follow the chain rule", async () => {
    const gradient = await compare(engine, subject, "gradient");
    const product = await compare(engine, subject, "gradient-x-input");
    images.forEach((image, n) => {
      const slow = slowGradient(layers, image, weights);
      expect(gradient.attributions[n]!.score).toBeCloseTo(slow.score, 5);
      expect(relativeError(gradient.attributions[n]!.values, slow.gradient)).toBeLessThan(1e-5);
      const expected = slow.gradient.map((value, i) => value * image[i]!);
      expect(relativeError(product.attributions[n]!.values, expected)).toBeLessThan(1e-5);
    });
  });

  it("integrated gradients are the mean over many points", async () => {
    const { attributions } = await compare(engine, subject, "integrated-gradients", { steps: 512 });
    images.forEach((image, n) => {
      const slow = slowIntegratedGradients(layers, image, baselines[n]!, weights, 20_000);
      expect(relativeError(attributions[n]!.values, slow)).toBeLessThan(2e-3);
    });
  });
});

it("guided backpropagation lets only positive weights through a ReLU", async () => {
  const subject = { network: networkOf(relus), images: rows(images), baselines: rows(baselines), weights };
  const { attributions } = await compare(engine, subject, "guided-backprop");
  images.forEach((image, n) => {
    const { gradient } = slowGradient(relus, image, weights, guided);
    expect(relativeError(attributions[n]!.values, gradient)).toBeLessThan(1e-5);
  });
});

it.each([1, 2, 3])("Grad-CAM is the weighted sum of a layer's channels, on random network %i", async (seed) => {
  const network = randomNetwork(seed);
  const given = randomImages(2, seed);
  const layer = chooseLayers(network, "all").filter(({ role }) => role === "hidden")[1]!.tensor;
  const shape = nodeNamed(network, layer).shape;
  const [channels, height, width] = [1, 2, 3].map((axis) => fixedDimension(shape, axis)) as [number, number, number];
  const positions = height * width;
  const subject = { network, images: given, baselines: given, weights: [1, 0, 0] };
  const { attributions: maps } = await compare(engine, subject, "grad-cam", { layer });
  const { attributions: gradients } = await compare(engine, { ...subject, level: layer }, "gradient");
  const compiled = await engine.compile(pruneNetwork({ ...network, outputs: [layer] }));
  const activations = (await compiled.run({ [network.inputs[0]!]: given }))[layer]!.data;
  await compiled.dispose();
  maps.forEach(({ values }, n) => {
    const gradient = gradients[n]!.values;
    const activation = activations.subarray(n * gradient.length, (n + 1) * gradient.length);
    const expected = Array.from({ length: positions }, (_, p) => {
      let sum = 0;
      for (let k = 0; k < channels; k += 1) {
        const own = gradient.subarray(k * positions, (k + 1) * positions);
        const mean = own.reduce((a, b) => a + b, 0) / positions;
        sum += mean * activation[k * positions + p]!;
      }
      return Math.max(sum, 0);
    });
    expect(Math.max(...expected)).toBeGreaterThan(0);
    expect(relativeError(values, expected)).toBeLessThan(1e-5);
  });
});
