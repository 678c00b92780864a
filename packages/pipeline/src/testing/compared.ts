/** Attributions by methods that compare with a baseline, for tests. */
import { chooseMethod, type MethodChoice, type MethodName } from "@gipfel/contracts";
import type { Engine, RunTensor } from "@gipfel/engine";
import type { Network } from "@gipfel/network";
import { type Attribution, Attributor } from "../attribute/attributor.js";

export interface Comparison {
  readonly network: Network;
  readonly images: RunTensor;
  /** Of the shape of the images. */
  readonly baselines: RunTensor;
  /** Weight of each neuron of the target, the network's output. */
  readonly weights: readonly number[];
  /** The image where it is left out. */
  readonly level?: string;
}

export async function compare(
  engine: Engine,
  { network, images, baselines, weights, level = network.inputs[0]! }: Comparison,
  method: MethodName,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly attributions: readonly Attribution[]; readonly notes: readonly string[] }> {
  const subject = { target: network.outputs[0]!, position: null, level, inputRange: null };
  const choice = chooseMethod(method, parameters) as MethodChoice;
  const attributor = await Attributor.open(engine, network, subject, choice, images.shape[0]!);
  const rowOf = ({ shape, data }: RunTensor, n: number) => {
    const size = data.length / shape[0]!;
    return data.slice(n * size, (n + 1) * size);
  };
  try {
    const attributions = await attributor.attribute(
      Array.from({ length: images.shape[0]! }, (_, index) => ({
        index,
        image: rowOf(images, index),
        weights: Float32Array.from(weights),
        baseline: rowOf(baselines, index),
      })),
    );
    return { attributions, notes: attributor.notes };
  } finally {
    await attributor.dispose();
  }
}
