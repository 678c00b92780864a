/**
 * Networks that enlarge, pad from inside, pick by index, or have one or three spatial axes: outputs and gradients against
 * PyTorch on both engines, and whole analyses whose segments are exact.
 */
import { chooseMethod, type MethodChoice } from "@gipfel/contracts";
import { type Engine, OnnxruntimeEngine, type RunTensor, TfjsEngine } from "@gipfel/engine";
import { type ImportedModel, importOnnx } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { Attributor } from "./attribute/attributor.js";
import { analyse } from "./testing/analyse.js";
import { relativeError } from "./testing/compare.js";
import { type SpatialNetwork, spatialNetworks } from "./testing/spatial-networks.js";

/** float32 against float64. */
const tolerance = 1e-4;

const networks = spatialNetworks().map((network) => [network.name, network] as const);
const engines: readonly (readonly [string, Engine])[] = [
  ["onnxruntime", new OnnxruntimeEngine({ device: "cpu", threads: 1 })],
  ["tfjs", new TfjsEngine({ device: "wasm", threads: 1 })],
];
afterAll(() => Promise.all(engines.map(([, engine]) => engine.dispose())));

/** Signals and volumes as the network takes them. */
const asImages = ({ images }: SpatialNetwork, { input }: ImportedModel): RunTensor => ({
  shape: [images.shape[0]!, ...input],
  data: images.data,
});

async function outputsOf(engine: Engine, model: ImportedModel, images: RunTensor): Promise<Float32Array> {
  const { network } = model;
  const compiled = await engine.compile(network);
  try {
    return (await compiled.run({ [network.inputs[0]!]: images }))[network.outputs[0]!]!.data;
  } finally {
    await compiled.dispose();
  }
}

async function gradientOf(
  engine: Engine,
  { network, outputs }: ImportedModel,
  { shape, data }: RunTensor,
  target: number,
): Promise<number[]> {
  const level = network.inputs[0]!;
  const subject = { target: network.outputs[0]!, position: null, level, inputRange: null };
  const count = shape[0]!;
  const size = data.length / count;
  const choice = chooseMethod("gradient", {}) as MethodChoice;
  const attributor = await Attributor.open(engine, network, subject, choice, count);
  try {
    const weights = Float32Array.from({ length: outputs }, (_, c) => (c === target ? 1 : 0));
    const made = await attributor.attribute(
      Array.from({ length: count }, (_, index) => ({
        index,
        image: data.slice(index * size, (index + 1) * size),
        weights,
        baseline: new Float32Array(size),
      })),
    );
    return made.flatMap(({ values }) => [...values]);
  } finally {
    await attributor.dispose();
  }
}

describe.each(engines)("%s", (_, engine) => {
  it.each(networks)("%s", async (_name, reference) => {
    const model = await importOnnx(reference.model);
    expect(model.inputSizes).toEqual(reference.images.shape.slice(1));
    const images = asImages(reference, model);
    expect(relativeError(await outputsOf(engine, model, images), reference.outputs.data)).toBeLessThan(tolerance);
    const gradient = await gradientOf(engine, model, images, reference.target);
    expect(relativeError(gradient, reference.gradient.data)).toBeLessThan(tolerance);
  });
});

/** Why a segment needs quadrature, where one does. */
const obstacles: Readonly<Record<string, readonly RegExp[]>> = { ecg: [/gate/] };

describe("a whole analysis", () => {
  it.each(networks)("%s", async (name, reference) => {
    const model = await importOnnx(reference.model);
    const images = asImages(reference, model);
    const subject = { network: model.network, images, labels: [0, 1], options: { layers: "auto" as const } };
    await analyse(subject, async ({ document, plan }) => {
      const reasons = plan.segments.filter(({ kind }) => kind === "quadrature").map(({ reason }) => reason);
      expect(reasons).toEqual((obstacles[name] ?? []).map((pattern) => expect.stringMatching(pattern)));
      for (const { kind, completenessResidual } of document.segments) {
        expect(completenessResidual).toBeLessThan(kind === "exact" ? 1e-4 : 0.01);
      }
    });
  });
});
