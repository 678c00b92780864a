import { GipfelError } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { adjustedRandIndex } from "./adjusted-rand-index.js";
import type { ConceptOptions } from "./concept-options.js";
import { type Concepts, findConcepts as find } from "./find-concepts.js";
import { emptyStatistics, type ProfileStatistics } from "./profile-statistics.js";
import { createRandom } from "./random.js";
import { normalProfiles, plantedProfiles, statisticsOf } from "./test-profiles.js";

const findConcepts = (stats: ProfileStatistics, options: ConceptOptions): Concepts => find(stats, options).concepts;

const auto = { clusters: "auto", components: 0.9, seed: 0 } as const;

/** Cluster of each neuron; −1 for none. */
function labelsOf({ clusters }: Concepts, neurons: number): number[] {
  const labels = new Array<number>(neurons).fill(-1);
  clusters.forEach((cluster, c) => {
    for (const neuron of cluster) labels[neuron] = c;
  });
  return labels;
}

describe("findConcepts", () => {
  it.each([
    [40, 2, 0.3],
    [60, 5, 0.8],
    [300, 7, 1],
  ])("recovers among %i neurons %i planted concepts under noise", (neurons, clusters, noise) => {
    const stats = statisticsOf(plantedProfiles(neurons, clusters, 150, noise, 11));
    const planted = Array.from({ length: neurons }, (_, i) => i % clusters);
    for (const options of [auto, { ...auto, clusters }]) {
      const concepts = findConcepts(stats, options);
      expect(adjustedRandIndex(labelsOf(concepts, neurons), planted)).toBe(1);
      expect(concepts.byChance).toBe(false);
      expect(concepts.notice).toBeNull();
    }
  });

  it("reports agreement, silhouette and chance of well separated concepts", () => {
    const concepts = findConcepts(statisticsOf(plantedProfiles(30, 3, 100, 0.1, 5)), { ...auto, clusters: 3 });
    expect(concepts.silhouette).toBeGreaterThan(0.9);
    expect(concepts.chanceSilhouette).toBeLessThan(0.7);
    expect(concepts.stability).toBeGreaterThan(0.99);
    expect(concepts.explainedVariance).toBeGreaterThan(0.9);
  });

  it("marks clusters of independent neurons as chance", () => {
    const concepts = findConcepts(statisticsOf(normalProfiles(64, 2000, 6)), { ...auto, clusters: 5 });
    expect(concepts.byChance).toBe(true);
    expect(concepts.stability).toBeLessThan(0.5);
  });

  it("does not depend on the order of neurons, even where clusters are arbitrary", () => {
    const random = createRandom(8);
    for (const profiles of [normalProfiles(40, 60, 1), plantedProfiles(270, 6, 80, 1.5, 2)]) {
      const order = profiles
        .map((_, i) => ({ i, key: random.uniform() }))
        .sort((a, b) => a.key - b.key)
        .map(({ i }) => i);
      const direct = findConcepts(statisticsOf(profiles), { ...auto, clusters: 4 });
      const permuted = findConcepts(statisticsOf(order.map((i) => profiles[i])), { ...auto, clusters: 4 });
      const labels = labelsOf(direct, profiles.length);
      const expected = order.map((i) => labels[i]);
      expect(adjustedRandIndex(labelsOf(permuted, profiles.length), expected)).toBe(1);
      expect(permuted.silhouette).toBe(direct.silhouette);
    }
  });

  it("is the same bit for bit for the same seed", () => {
    const stats = statisticsOf(normalProfiles(30, 40, 3));
    expect(findConcepts(stats, auto)).toEqual(findConcepts(stats, auto));
    const chances = [0, 1].map((seed) => findConcepts(stats, { ...auto, clusters: 3, seed }).chanceSilhouette);
    expect(chances[0]).not.toBe(chances[1]);
  });

  it("puts every live neuron into one cluster, ordered by size, and lists the dead", () => {
    const profiles = plantedProfiles(23, 4, 50, 0.5, 9);
    for (const i of [0, 7]) profiles[i] = profiles[i].map(() => 0);
    const { clusters, dead } = findConcepts(statisticsOf(profiles), { ...auto, clusters: 4 });
    expect(dead).toEqual([0, 7]);
    expect([...clusters.flat(), ...dead].sort((a, b) => a - b)).toEqual(profiles.map((_, i) => i));
    for (const cluster of clusters) expect(cluster).toEqual([...cluster].sort((a, b) => a - b));
    const ranks = clusters.map((cluster) => [-cluster.length, cluster[0]]);
    expect(ranks).toEqual([...ranks].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  });

  it("keeps constant active neurons, together", () => {
    const profiles = plantedProfiles(12, 2, 80, 0.2, 4);
    profiles.push(
      profiles[0].map(() => 2),
      profiles[0].map(() => 0.3),
    );
    const labels = labelsOf(findConcepts(statisticsOf(profiles), { ...auto, clusters: 3 }), 14);
    expect(labels[12]).toBe(labels[13]);
    expect(labels).not.toContain(-1);
  });

  it("makes do with few neurons", () => {
    const [a, b, c] = normalProfiles(3, 20, 1);
    const zero = a.map(() => 0);
    const clustersOf = (profiles: number[][]) => findConcepts(statisticsOf(profiles), auto).clusters;
    expect(findConcepts(emptyStatistics(0), auto).clusters).toEqual([]);
    expect(findConcepts(emptyStatistics(3), auto)).toMatchObject({ clusters: [], dead: [0, 1, 2], silhouette: null });
    expect(clustersOf([zero, a])).toEqual([[1]]);
    expect(clustersOf([a, b])).toEqual([[0], [1]]);
    expect(clustersOf([a, a.map((value) => 2 * value + 1)])).toEqual([[0, 1]]);
    expect(clustersOf([a, b, c]).length).toBe(2);
  });

  it("puts profiles of a single column into one cluster", () => {
    expect(findConcepts(statisticsOf([[1], [2], [0]]), auto)).toMatchObject({ clusters: [[0, 1]], dead: [2] });
  });

  it("makes no more clusters than there are neurons or distinct profiles, and says so", () => {
    const [a, b, c] = normalProfiles(3, 20, 2);
    const few = findConcepts(statisticsOf([a, b, c]), { ...auto, clusters: 5 });
    expect(few.clusters).toEqual([[0], [1], [2]]);
    expect(few.notice).toBe("5 clusters asked for, 3 made: the layer has 3 active neurons.");
    expect(few.silhouette).toBeNull();
    const double = a.map((value) => 2 * value);
    const twins = findConcepts(statisticsOf([a, double, b, b, c]), { ...auto, clusters: 4 });
    expect(twins.clusters).toEqual([[0, 1], [2, 3], [4]]);
    expect(twins.notice).toBe(
      "4 clusters asked for, 3 made: the layer has 3 distinct profiles among 5 active neurons.",
    );
  });

  it("has no silhouette for one cluster", () => {
    const one = findConcepts(statisticsOf(normalProfiles(6, 20, 2)), { ...auto, clusters: 1 });
    expect(one).toMatchObject({ silhouette: null, chanceSilhouette: null, stability: null, byChance: false });
    expect(one.clusters).toEqual([[0, 1, 2, 3, 4, 5]]);
  });

  it.each([
    { ...auto, clusters: 0 },
    { ...auto, clusters: 2.5 },
    { ...auto, components: 0 },
    { ...auto, components: 1.5 },
    { ...auto, components: 65 },
    { ...auto, components: Number.NaN },
    { ...auto, seed: 0.5 },
  ])("refuses options %o", (options) => {
    const stats = statisticsOf(normalProfiles(4, 10, 1));
    expect(() => findConcepts(stats, options)).toThrow(GipfelError);
  });
});
