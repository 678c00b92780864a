/** Whether concepts that are known by construction are found. */
import { type BasisKind, basisKinds, fitBasis } from "@gipfel/concepts";
import type { Engine } from "@gipfel/engine";
import { createEngine, type EngineChoice } from "../../engines.js";
import { stopIfInterrupted } from "../../interruption.js";
import type { RunContext } from "../../ports.js";
import { drawVectors } from "../concepts/draw-vectors.js";
import { type EvaluationImage, stacked } from "../concepts/test-images.js";
import { plantNetwork } from "./plant-network.js";
import { checkPlant, type PlantOptions } from "./plant-options.js";
import { type Recovery, recoveryOf } from "./recovery.js";

const COMPONENTS = 0.95;

export interface PlantedScore {
  readonly truth: PlantOptions["truth"];
  readonly kind: BasisKind;
  /** Mean over instances and layers; null where concepts share neurons. */
  readonly ari: number | null;
  readonly cosine: number;
  /** Standard errors of the means. */
  readonly ariError: number | null;
  readonly cosineError: number;
}

export interface PlantedEvaluation {
  readonly instances: number;
  readonly concepts: readonly PlantedScore[];
  readonly edges: readonly never[];
}

/** @param plants what is planted: each of them in so many networks */
export async function evaluatePlanted(
  plants: readonly PlantOptions[],
  { instances, seed, ...choice }: EngineChoice & { readonly instances: number; readonly seed: number },
  context: RunContext = {},
): Promise<PlantedEvaluation> {
  for (const plant of plants) checkPlant(plant);
  const engine = createEngine(choice, 1);
  const concepts: PlantedScore[] = [];
  let done = 0;
  try {
    for (const plant of plants) {
      const found = new Map<BasisKind, Recovery[]>(basisKinds.map((kind) => [kind, []]));
      for (let i = 0; i < instances; i++) {
        stopIfInterrupted(context.signal);
        for (const [kind, recoveries] of await recover(engine, plant, seed + i, context)) {
          found.get(kind)!.push(...recoveries);
        }
        done += 1;
        context.onProgress?.({ phase: "evaluate", done, total: plants.length * instances, unit: "instances" });
      }
      for (const [kind, recoveries] of found) concepts.push(scoreOf(plant.truth, kind, recoveries));
    }
    return { instances, concepts, edges: [] };
  } finally {
    await engine.dispose();
  }
}

/** Every kind on one network, fitted with as many concepts as were planted. */
async function recover(
  engine: Engine,
  plant: PlantOptions,
  seed: number,
  context: RunContext,
): Promise<Map<BasisKind, Recovery[]>> {
  const { network, layers, images: planted, shape } = plantNetwork(plant, seed);
  const images = planted.map((data, index): EvaluationImage => ({ index, classIndex: 0, data }));
  const forward = await engine.compile(network);
  const output = network.outputs[0]!;
  const { data: logits } = (await forward.run({ [network.inputs[0]!]: stacked(images, shape) }))[output]!;
  await forward.dispose();
  const source = { network, layers: layers.map(({ layer }) => layer), seed, batch: images.length };
  const drawn = await drawVectors(engine, source, images, logits, shape, context, () => {});
  return new Map(
    basisKinds.map((kind) => [
      kind,
      layers.map(({ layer, truth }) => {
        const options = { count: plant.concepts, seed, components: COMPONENTS };
        return recoveryOf(fitBasis(kind, drawn.get(layer.id)!, options), truth);
      }),
    ]),
  );
}

function scoreOf(truth: PlantOptions["truth"], kind: BasisKind, recoveries: readonly Recovery[]): PlantedScore {
  const indices = recoveries.flatMap(({ ari }) => (ari === null ? [] : [ari]));
  const [ari, cosine] = [meanAndError(indices), meanAndError(recoveries.map((recovery) => recovery.cosine))];
  return {
    truth,
    kind,
    ari: ari?.mean ?? null,
    ariError: ari?.error ?? null,
    cosine: cosine?.mean ?? 0,
    cosineError: cosine?.error ?? 0,
  };
}

function meanAndError(values: readonly number[]): { mean: number; error: number } | null {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / Math.max(1, values.length - 1) / values.length) };
}
