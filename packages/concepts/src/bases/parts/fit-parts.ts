import type { ConceptBasis } from "../concept-basis.js";
import { differences } from "../differences.js";
import type { FitData, FitOptions } from "../fit-options.js";
import { fitPatterns } from "../patterns/fit-patterns.js";
import { Factorization } from "./factorization.js";

/** More let concepts drift apart between samples without keeping more of what the network does. */
const ITERATIONS = 25;

/**
 * Parts: directions that add up, not patterns that stand for one another. Non-negative factorization of the activation vectors, from the centroids of
 * `patterns`, so that it is deterministic and found again. What factorization minimizes is measured by the metric.
 */
export function fitParts(data: FitData, options: FitOptions): ConceptBasis {
  return refineParts(data, fitPatterns(data, options));
}

/** The same, from patterns that were fitted to the same data. */
export function refineParts(data: FitData, patterns: ConceptBasis): ConceptBasis {
  const { vectors, count, signed } = differences(data);
  const { channels, directions } = patterns;
  const factorization = new Factorization(vectors, count, channels, directions, data.metric, signed);
  for (let i = 0; i < ITERATIONS; i++) factorization.step();
  return { ...patterns, kind: "parts", directions: factorization.directions };
}
