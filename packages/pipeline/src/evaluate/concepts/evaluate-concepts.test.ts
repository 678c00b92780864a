import { fixedDimension, nodeNamed } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../engines.js";
import { prepareInMemory } from "../../testing/analyse.js";
import { plantNetwork } from "../planted/plant-network.js";
import { plantedGroups } from "../planted/plant-options.js";
import { evaluateConcepts } from "./evaluate-concepts.js";
import { predictions } from "./scores.js";

const plant = { ...plantedGroups, concepts: 4, width: 8, dead: 1, copies: 1, images: 24 };
const network = plantNetwork(plant, 3);

async function subject(batch: number) {
  const size = network.shape.reduce((product, n) => product * n, 1);
  const data = new Float32Array(network.images.length * size);
  network.images.forEach((image, n) => {
    data.set(image, n * size);
  });
  const images = { shape: [network.images.length, ...network.shape], data };
  const engine = createEngine({ engine: "onnxruntime", device: "cpu" }, 1);
  try {
    const compiled = await engine.compile(network.network);
    const results = await compiled.run({ [network.network.inputs[0]!]: images });
    const output = network.network.outputs[0]!;
    const classes = fixedDimension(nodeNamed(network.network, output).shape, 1);
    const labels = predictions(results[output]!.data, classes);
    return prepareInMemory({ network: network.network, images, labels, options: { batch, device: "cpu" } });
  } finally {
    await engine.dispose();
  }
}

describe("evaluateConcepts", () => {
  const all = { kinds: ["neurons", "patterns", "parts"] as const, counts: [2, 4], quick: false };

  it("keeps all of the network where each active neuron is a concept of its own", async () => {
    // Neurons of one planted group differ by a factor alone, so even fewer clusters are of rank one.
    const {
      accuracy,
      layers,
      all: atOnce,
    } = await evaluateConcepts(await subject(8), {
      kinds: ["neurons"],
      counts: [8],
      quick: false,
    });
    expect(accuracy).toBe(1);
    for (const { results, neurons } of layers) {
      expect(results).toHaveLength(1);
      expect(results[0]).toMatchObject({
        k: Math.min(8, neurons),
        chosen: true,
        kept: 1,
        agreement: expect.closeTo(1, 3),
      });
      expect(results[0]!.logitCorrelation).toBeGreaterThan(0.9999);
    }
    expect(atOnce.neurons!.kept).toBe(1);
  });

  it("keeps the network with the concepts that were planted, and says so the same for every batch size", async () => {
    const evaluation = await evaluateConcepts(await subject(8), all);
    for (const { results } of evaluation.layers) {
      for (const kind of ["neurons", "parts"]) {
        const planted = results.find((result) => result.kind === kind && result.k === 4)!;
        const few = results.find((result) => result.kind === kind && result.k === 2)!;
        expect(planted.logitCorrelation).toBeGreaterThan(0.98);
        expect(few.logitCorrelation).toBeLessThan(planted.logitCorrelation);
      }
      expect(results.filter(({ chosen }) => chosen)).toHaveLength(3);
    }
    // The engine rounds otherwise where batches are of another size.
    const other = await evaluateConcepts(await subject(5), all);
    other.layers.forEach(({ results }, l) => {
      results.forEach(({ kept, agreement, chosen }, r) => {
        const own = evaluation.layers[l]!.results[r]!;
        expect({ kept, chosen }).toEqual({ kept: own.kept, chosen: own.chosen });
        expect(agreement).toBeCloseTo(own.agreement, 5);
      });
    });
  });

  it("gives the same numbers for the same seed", async () => {
    const options = { ...all, kinds: ["parts"] as const, counts: [4] };
    expect(await evaluateConcepts(await subject(8), options)).toEqual(
      await evaluateConcepts(await subject(8), options),
    );
  });

  it("asks for two images of a class", async () => {
    const prepared = await subject(8);
    const alone = prepared.classes.map((own) => ({
      ...own,
      shards: own.shards.slice(0, 1).map((shard) => ({ ...shard, images: shard.images.slice(0, 1) })),
    }));
    await expect(evaluateConcepts({ ...prepared, classes: alone }, all)).rejects.toThrow(
      "requires two images of a class",
    );
  });
});
