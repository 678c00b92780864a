import type { ConceptBasis } from "../concept-basis.js";
import { differences } from "../differences.js";
import type { FitData, FitOptions } from "../fit-options.js";
import { clusterVectors } from "../patterns/cluster-vectors.js";
import { Factorization } from "./factorization.js";

/** More let concepts drift apart between samples without keeping more of what the network does. */
const ITERATIONS = 25;

/**
 * Parts: directions that add up, not patterns that stand for one another. Non-negative factorization of the activation vectors, from the centroids of
 * `patterns`, so that it is deterministic and found again. What factorization minimizes is measured by the metric.
 */
export function fitParts(data: FitData, options: FitOptions): ConceptBasis {
  const { channels } = data.sample;
  const { vectors, count, baseline, signed, dead } = differences(data);
  const start = clusterVectors(vectors, count, channels, options);
  const factorization = new Factorization(vectors, count, channels, start, data.metric, signed);
  for (let i = 0; i < ITERATIONS; i++) factorization.step();
  return {
    kind: "parts",
    channels,
    count: start.length / channels,
    baseline,
    directions: factorization.directions,
    clusters: null,
    metric: data.metric,
    signed,
    dead,
  };
}
