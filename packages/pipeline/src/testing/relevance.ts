/** Layer-wise relevance propagation on one network, run: what the rules of packages/attribution make of an image. */
import { type AttributionSubject, attributionInputs, buildAttributionNetwork } from "@gipfel/attribution";
import { chooseMethod, type MethodChoice } from "@gipfel/contracts";
import type { Engine, RunTensor } from "@gipfel/engine";
import type { Network } from "@gipfel/network";

export interface Relevance {
  /** `[N, …]`, of the shape of the level. */
  readonly relevance: RunTensor;
  /** Of each image. */
  readonly scores: readonly number[];
  readonly notes: readonly string[];
}

export interface RelevanceQuestion {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The input where it is left out. */
  readonly level?: string;
  readonly inputRange?: AttributionSubject["inputRange"];
  readonly images: RunTensor;
  /** `[N, C]`: weight of each neuron of the network's output. */
  readonly weights: RunTensor;
}

export async function relevanceOf(
  engine: Engine,
  network: Network,
  { parameters, level, inputRange = null, images, weights }: RelevanceQuestion,
): Promise<Relevance> {
  const input = network.inputs[0]!;
  const subject = { target: network.outputs[0]!, position: null, level: level ?? input, inputRange };
  const built = buildAttributionNetwork(network, subject, chooseMethod("lrp", parameters) as MethodChoice);
  const compiled = await engine.compile(built.network);
  try {
    const made = await compiled.run({ [input]: images, [attributionInputs.weights]: weights });
    return { relevance: made[built.attribution]!, scores: [...made[built.score]!.data], notes: built.notes };
  } finally {
    await compiled.dispose();
  }
}

/** Weights that choose one neuron for every image. */
export function oneHot(images: number, neurons: number, chosen: number): RunTensor {
  const data = Float32Array.from({ length: images * neurons }, (_, i) => (i % neurons === chosen ? 1 : 0));
  return { shape: [images, neurons], data };
}
