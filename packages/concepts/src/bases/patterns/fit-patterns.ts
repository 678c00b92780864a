import type { ConceptBasis } from "../concept-basis.js";
import { differences } from "../differences.js";
import type { FitData, FitOptions } from "../fit-options.js";
import { clusterVectors } from "./cluster-vectors.js";

/** Recurring patterns: centroids of activation vectors of unit length, by PCA and k-means. */
export function fitPatterns(data: FitData, options: FitOptions): ConceptBasis {
  const { channels } = data.sample;
  const { vectors, count, baseline, signed, dead } = differences(data);
  const directions = clusterVectors(vectors, count, channels, options);
  return {
    kind: "patterns",
    channels,
    count: directions.length / channels,
    baseline,
    directions,
    clusters: null,
    metric: data.metric,
    signed,
    dead,
  };
}
