/** What must hold of every analysis, on networks of random shape. */
import { accumulateStatistics, emptyStatistics, findConcepts } from "@gipfel/concepts";
import { OnnxruntimeEngine } from "@gipfel/engine";
import { nodeNamed, pruneNetwork } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import type { AnalysisOptions } from "./analysis-options.js";
import { defaultOptions } from "./analysis-options.js";
import { type Analysis, analyse, type Subject } from "./testing/analyse.js";
import { relativeError } from "./testing/compare.js";
import { randomImages, randomNetwork } from "./testing/random-network.js";

const seeds = Array.from({ length: 12 }, (_, seed) => seed + 1);

function subjectOf(seed: number, options: Partial<AnalysisOptions> = {}): Subject {
  const labels = [0, 1, 0, 1, 0, 1];
  const given = { clusters: 2, tolerance: 1e-3, ...options };
  return { network: randomNetwork(seed), images: randomImages(labels.length, seed), labels, options: given };
}

/** Exact up to float32, whose rounding weighs more where differences from a mean nearly cancel; quadrature to the tolerance, or as far as 256 points go, and then it says so. */
function checkCompleteness({ document }: Analysis): void {
  expect(document.segments.length).toBeGreaterThan(1);
  for (const { target, kind, steps, completenessResidual } of document.segments) {
    if (kind === "exact") {
      expect(completenessResidual ?? 0, target).toBeLessThan(1e-4);
      expect(steps).toBe(0);
    } else if ((completenessResidual ?? 0) > 1e-3) {
      expect(steps).toBe(256);
      expect(document.warnings.join("\n")).toContain(`segment into ${target}`);
    }
  }
}

/** All pair matrices that have a column for each neuron, or the class's. */
async function neuronPairs({ document, pair }: Analysis): Promise<Map<string, ArrayLike<number>>> {
  const found = new Map<string, ArrayLike<number>>();
  for (const { id } of document.classes) {
    for (const { source, target, columns } of document.pairs) {
      if (columns === "nodes") continue;
      for (const quantity of ["contribution", "gradient"] as const) {
        found.set(`${id} ${source} ${target} ${quantity}`, (await pair(id, source, target, quantity)).data);
      }
    }
  }
  return found;
}

const pairsOf = (subject: Subject) => analyse(subject, neuronPairs);

describe.each(seeds)("random network %i", (seed) => {
  it.each<Partial<AnalysisOptions>>([{}, { baseline: "mean" }])("is complete with %j", async (options) => {
    await analyse(subjectOf(seed, options), async (analysis) => checkCompleteness(analysis));
  });
});

describe.each(seeds.slice(0, 4))("neuron pairs of random network %i", (seed) => {
  it.each<Partial<AnalysisOptions>>([
    { clusters: 3 },
    { clusters: "auto" },
    { scope: "class" },
    { profile: "image" },
    { components: 1 },
  ])("do not depend on concepts: %j", async (options) => {
    expect(await pairsOf(subjectOf(seed, options))).toEqual(await pairsOf(subjectOf(seed)));
  });

  it.each<Partial<AnalysisOptions>>([{ seed: 7 }, { batch: 1 }])(
    "do not depend on how images are dealt: %j",
    async (options) => {
      const [own, others] = [await pairsOf(subjectOf(seed, options)), await pairsOf(subjectOf(seed))];
      expect([...own.keys()]).toEqual([...others.keys()]);
      for (const [name, values] of own) expect(relativeError(values, others.get(name)!), name).toBeLessThan(1e-5);
    },
  );

  it("are those of the class's images alone", async () => {
    const both = subjectOf(seed);
    const [channels, height, width] = both.images.shape.slice(1) as [number, number, number];
    const size = channels * height * width;
    const rows = both.labels.flatMap((label, n) => (label === 1 ? [n] : []));
    const data = new Float32Array(rows.length * size);
    rows.forEach((row, n) => {
      data.set(both.images.data.subarray(row * size, (row + 1) * size), n * size);
    });
    const images = { shape: [rows.length, channels, height, width], data };
    const alone = await pairsOf({ ...both, images, labels: rows.map(() => 1) });
    const together = await pairsOf(both);
    for (const [name, values] of alone) expect(relativeError(values, together.get(name)!), name).toBeLessThan(1e-5);
  });
});

describe("layers that are not neighbours", () => {
  it.each(seeds.slice(0, 4))("are integrated by quadrature, completely: random network %i", async (seed) => {
    await analyse(subjectOf(seed, { layers: ["layer1", "layer3"] }), async (analysis) => {
      checkCompleteness(analysis);
      expect(analysis.document.layers.map(({ name }) => name)).toEqual(
        expect.arrayContaining(["layer1", "layer3", "logits"]),
      );
    });
  });
});

describe("concepts", () => {
  const seed = 3;

  /** Each image's activations of a layer: `[N][C][positions]`. */
  async function activationsOf({ network, images }: Subject, layer: string): Promise<number[][][]> {
    const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
    try {
      const compiled = await engine.compile(pruneNetwork({ ...network, outputs: [layer] }));
      const { shape, data } = (await compiled.run({ [network.inputs[0]!]: images }))[layer]!;
      const [count, channels] = shape as [number, number];
      const positions = data.length / (count * channels);
      const start = (n: number, c: number) => (n * channels + c) * positions;
      return Array.from({ length: count }, (_, n) =>
        Array.from({ length: channels }, (_value, c) => [...data.subarray(start(n, c), start(n, c) + positions)]),
      );
    } finally {
      await engine.dispose();
    }
  }

  /** Clusters from profiles written out in full: `[C][images × positions]`, or `[C][images]` of means. */
  function clustersOf(activations: readonly number[][][], profile: AnalysisOptions["profile"]): number[][] {
    const mean = (values: readonly number[]) => [values.reduce((sum, value) => sum + value, 0) / values.length];
    const profiles = activations[0]!.map((_, c) =>
      activations.flatMap((image) => (profile === "image" ? mean(image[c]!) : image[c]!)),
    );
    const statistics = emptyStatistics(profiles.length);
    accumulateStatistics(statistics, {
      count: profiles[0]!.length,
      gram: Float64Array.from(
        profiles.flatMap((a) => profiles.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0))),
      ),
      sums: Float64Array.from(profiles, (values) => values.reduce((sum, value) => sum + value, 0)),
      active: Uint8Array.from(profiles, (values) => (values.some((value) => value !== 0) ? 1 : 0)),
    });
    const { components, seed: kMeansSeed } = defaultOptions;
    return findConcepts(statistics, { clusters: 2, components, seed: kMeansSeed }).concepts.clusters;
  }

  const layerOf = ({ network }: Subject) =>
    [...network.nodes.keys()].find((name) => name.startsWith("layer") && nodeNamed(network, name).shape.length === 4)!;

  it.each(["spatial", "image"] as const)("are those of %s profiles written out in full", async (profile) => {
    const subject = subjectOf(seed, { profile });
    const layer = layerOf(subject);
    const expected = clustersOf(await activationsOf(subject, layer), profile);
    await analyse(subject, async ({ graphs }) => {
      for (const { nodes } of graphs.values()) {
        expect(nodes.filter((node) => node.layer === layer).map(({ neurons }) => neurons)).toEqual(expected);
      }
    });
  });

  it("are those of the class's own images with scope class", async () => {
    const subject = subjectOf(seed, { scope: "class" });
    const layer = layerOf(subject);
    const activations = await activationsOf(subject, layer);
    await analyse(subject, async ({ graphs }) => {
      for (const [id, { nodes }] of graphs) {
        const own = activations.filter((_, n) => String(subject.labels[n]) === id);
        expect(nodes.filter((node) => node.layer === layer).map(({ neurons }) => neurons)).toEqual(
          clustersOf(own, "spatial"),
        );
      }
    });
  });
});
