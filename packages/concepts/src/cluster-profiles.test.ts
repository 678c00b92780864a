import { describe, expect, it } from "vitest";
import { clusterProfiles } from "./cluster-profiles.js";
import { findConcepts } from "./find-concepts.js";
import { normalProfiles, plantedProfiles, statisticsOf } from "./test-profiles.js";

const options = { clusters: "auto", components: 0.9, seed: 3 } as const;

describe("clusterProfiles", () => {
  it.each([40, 150])("finds among %i neurons, in the space of an analysis, what another analysis would", (neurons) => {
    const stats = statisticsOf(plantedProfiles(neurons, 5, 60, 1, 7));
    const { space, concepts } = findConcepts(stats, options);
    const kept = { ...space, scores: space.scores.map((row) => [...Float32Array.from(row)]) };
    for (const clusters of [1, 2, concepts.clusters.length, 9, neurons, neurons + 1]) {
      const other = findConcepts(stats, { ...options, clusters });
      expect(other.space).toEqual(space);
      expect(other.concepts).toMatchObject(clusterProfiles(kept, { clusters, seed: options.seed }));
    }
    expect(clusterProfiles(kept, { clusters: concepts.clusters.length, seed: options.seed })).toEqual(
      clusterProfiles(kept, options),
    );
  });

  it("clusters by the seed, where clusters are arbitrary", () => {
    const { space } = findConcepts(statisticsOf(normalProfiles(60, 40, 2)), options);
    const [one, other] = [1, 2].map((seed) => clusterProfiles(space, { clusters: 6, seed }).clusters);
    expect(one).not.toEqual(other);
  });
});
