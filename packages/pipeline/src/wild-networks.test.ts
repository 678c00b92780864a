/** Networks with what people's CNNs have, on both engines: outputs and gradients against PyTorch. */
import { chooseMethod, type MethodChoice } from "@gipfel/contracts";
import { type Engine, OnnxruntimeEngine, TfjsEngine } from "@gipfel/engine";
import { importOnnx, type Network } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { Attributor } from "./attribute/attributor.js";
import { relativeError } from "./testing/compare.js";
import { type WildNetwork, wildNetworks } from "./testing/wild-networks.js";

/** float32 against float64. */
const tolerance = 1e-4;

const engines: readonly (readonly [string, Engine])[] = [
  ["onnxruntime", new OnnxruntimeEngine({ device: "cpu", threads: 1 })],
  ["tfjs", new TfjsEngine({ device: "wasm", threads: 1 })],
];
afterAll(() => Promise.all(engines.map(([, engine]) => engine.dispose())));

async function outputsOf(engine: Engine, network: Network, { images }: WildNetwork): Promise<number[]> {
  const compiled = await engine.compile(network);
  try {
    const made = await compiled.run({ [network.inputs[0]!]: images });
    return [...made[network.outputs[0]!]!.data];
  } finally {
    await compiled.dispose();
  }
}

async function gradientOf(
  engine: Engine,
  network: Network,
  { images, outputs, target }: WildNetwork,
): Promise<number[]> {
  const level = network.inputs[0]!;
  const subject = { target: network.outputs[0]!, position: null, level, inputRange: null };
  const choice = chooseMethod("gradient", {}) as MethodChoice;
  const count = images.shape[0]!;
  const size = images.data.length / count;
  const attributor = await Attributor.open(engine, network, subject, choice, count);
  try {
    const weights = Float32Array.from({ length: outputs.shape[1]! }, (_, c) => (c === target ? 1 : 0));
    const made = await attributor.attribute(
      Array.from({ length: count }, (_, index) => ({
        index,
        image: images.data.slice(index * size, (index + 1) * size),
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
  it.each(wildNetworks().map((wild) => [wild.name, wild] as const))("%s", async (_name, wild) => {
    const { network } = await importOnnx(wild.model);
    expect(relativeError(await outputsOf(engine, network, wild), wild.outputs.data)).toBeLessThan(tolerance);
    expect(relativeError(await gradientOf(engine, network, wild), wild.gradient.data)).toBeLessThan(tolerance);
  });
});
