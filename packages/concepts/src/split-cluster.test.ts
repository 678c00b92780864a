import { describe, expect, it } from "vitest";
import { findConcepts } from "./find-concepts.js";
import { clusterSilhouette, splitCluster } from "./split-cluster.js";
import { plantedProfiles, statisticsOf } from "./test-profiles.js";

const planted = 6;
const { space, concepts } = findConcepts(statisticsOf(plantedProfiles(48, planted, 200, 0.3, 1)), {
  ...{ clusters: planted, components: 0.9, seed: 0 },
});

describe("splitCluster", () => {
  it("takes two planted concepts apart again, whatever the order of their neurons", () => {
    const both = [...concepts.clusters[1], ...concepts.clusters[4]];
    const expected = [concepts.clusters[1], concepts.clusters[4]].sort((a, b) => b.length - a.length || a[0] - b[0]);
    expect(splitCluster(space, both, 2, 0)).toEqual(expected);
    expect(splitCluster(space, both.toReversed(), 2, 0)).toEqual(expected);
  });

  it("makes a partition into so many, down to single neurons", () => {
    const neurons = concepts.clusters[0];
    for (let into = 1; into <= neurons.length; into++) {
      const parts = splitCluster(space, neurons, into, 5);
      expect(parts).toHaveLength(into);
      expect(parts.flat().sort((a, b) => a - b)).toEqual(neurons);
    }
  });

  it("refuses more parts than there are neurons, and what are none", () => {
    const code = expect.objectContaining({ code: "OPTION_INVALID" });
    const neurons = concepts.clusters[0];
    expect(() => splitCluster(space, neurons, neurons.length + 1, 5)).toThrow(code);
    expect(() => splitCluster(space, [...neurons, 48], 2, 5)).toThrow(code);
    expect(() => splitCluster(space, [...neurons, neurons[0]], 2, 5)).toThrow(code);
  });
});

describe("clusterSilhouette", () => {
  it("is that of the analysis for its clusters, in any order", () => {
    expect(clusterSilhouette(space, concepts.clusters.toReversed())).toBeCloseTo(concepts.silhouette ?? Number.NaN, 12);
  });

  it("falls when planted concepts are mixed, and is not known where it means nothing", () => {
    const [first, second, ...others] = concepts.clusters;
    const mixed = [[...first.slice(2), ...second.slice(0, 2)], [...second.slice(2), ...first.slice(0, 2)], ...others];
    expect(clusterSilhouette(space, mixed)).toBeLessThan(concepts.silhouette ?? 0);
    expect(clusterSilhouette(space, [concepts.clusters.flat()])).toBeNull();
    expect(
      clusterSilhouette(
        space,
        space.neurons.map((neuron) => [neuron]),
      ),
    ).toBeNull();
    expect(clusterSilhouette(space, others)).toBeNull();
  });
});
