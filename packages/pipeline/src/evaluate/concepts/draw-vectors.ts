/** One pass over the images: what concepts of each layer are fitted to. */
import { attributionInputs, buildVectorNetwork, type Layer } from "@gipfel/attribution";
import { type FitData, outputMetric, VectorReservoir } from "@gipfel/concepts";
import type { Engine } from "@gipfel/engine";
import type { Network } from "@gipfel/network";
import { stopIfInterrupted } from "../../interruption.js";
import type { RunContext } from "../../ports.js";
import { outputWeights } from "./output-weights.js";
import { batchesOf, type EvaluationImage, stacked } from "./test-images.js";

/** Vectors of each layer and half. */
const SAMPLE_SIZE = 3000;
/** Floats that a run may give back. */
const RUN_VALUES = 24 * 2 ** 20;

export interface VectorSource {
  readonly network: Network;
  readonly layers: readonly Layer[];
  readonly seed: number;
  readonly batch: number;
}

/**
 * @param images of one half
 * @param logits of these images, `[N * K]`
 * @returns by layer id
 */
export async function drawVectors(
  engine: Engine,
  { network, layers, seed, batch }: VectorSource,
  images: readonly EvaluationImage[],
  logits: Float32Array,
  shape: readonly number[],
  context: RunContext,
  progress: (done: number) => void,
): Promise<Map<string, FitData>> {
  const built = buildVectorNetwork(network, layers);
  const compiled = await engine.compile(built.network);
  const reservoirs = layers.map(({ neurons }) => new VectorReservoir(neurons, SAMPLE_SIZE, seed));
  const moments = layers.map(({ neurons }) => new Float64Array(neurons * neurons));
  const classes = logits.length / images.length;
  const values = layers.reduce((sum, { neurons, size }) => sum + neurons * size[0] * size[1], 0);
  const fitting = Math.max(1, Math.min(batch, Math.floor(RUN_VALUES / values)));
  try {
    for (const { start, images: some } of batchesOf(images, fitting)) {
      stopIfInterrupted(context.signal);
      const weights = outputWeights(logits.slice(start * classes, (start + some.length) * classes), classes);
      const results = await compiled.run({
        [network.inputs[0]!]: stacked(some, shape),
        [attributionInputs.weights]: { shape: [some.length, classes], data: weights },
      });
      built.layers.forEach(({ layer, activations, moment }, l) => {
        const positions = layer.size[0] * layer.size[1];
        const maps = results[activations]!.data;
        some.forEach(({ index }, n) => {
          reservoirs[l]!.offer(index, maps, n * layer.neurons * positions, positions);
        });
        if (moment === null) return;
        const own = results[moment]!.data;
        for (let i = 0; i < own.length; i++) moments[l]![i]! += own[i]!;
      });
      progress(start + some.length);
    }
  } finally {
    await compiled.dispose();
  }
  return new Map(
    layers.map(({ id, neurons }, l) => [
      id,
      {
        sample: reservoirs[l]!.sample(),
        statistics: null,
        baseline: null,
        metric: outputMetric(moments[l]!, neurons),
      },
    ]),
  );
}
