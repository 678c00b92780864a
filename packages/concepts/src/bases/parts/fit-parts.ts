import { createRandom, type RandomSource } from "../../random.js";
import type { ConceptBasis } from "../concept-basis.js";
import { differences } from "../differences.js";
import type { FitData, FitOptions } from "../fit-options.js";
import { clusterVectors } from "../patterns/cluster-vectors.js";
import { consensus } from "./consensus.js";
import { Factorization } from "./factorization.js";

const REPLICATES = 6;
const ITERATIONS = 15;
/** A start is all that is wanted of k-means. */
const ROUGH = { starts: 1, maxIterations: 15 };
/** Part of the vectors that a replicate sees, and how many it sees at most: more change nothing but the time. */
const SEEN = 0.7;
const MAX_SEEN = 2000;

/**
 * Parts: directions that add up, not patterns that stand for one another. Non-negative factorization of the activation
 * vectors, from centroids as `patterns` finds them, several times on parts of the vectors; of what the replicates find
 * the consensus is kept. One factorization is a local optimum that other images would not give again.
 */
export function fitParts(data: FitData, options: FitOptions): ConceptBasis {
  const { channels } = data.sample;
  const { vectors, count, baseline, signed, dead } = differences(data);
  const random = createRandom(options.seed);
  const replicates: Float64Array[] = [];
  for (let r = 0; r < REPLICATES && count > 0; r++) {
    const rows = Math.min(MAX_SEEN, Math.max(Math.min(count, 4 * options.count), Math.floor(SEEN * count)));
    const seen = drawRows(vectors, count, channels, rows, random);
    const start = clusterVectors(seen, rows, channels, { ...options, seed: random.integer() }, ROUGH);
    const factorization = new Factorization(seen, rows, channels, start, data.metric, signed);
    for (let i = 0; i < ITERATIONS; i++) factorization.step();
    replicates.push(factorization.directions);
  }
  const directions = consensus(replicates, channels, options.count, random);
  return {
    kind: "parts",
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

/** Some of the rows, each at most once, in their order. */
function drawRows(
  vectors: Float64Array,
  count: number,
  channels: number,
  rows: number,
  random: RandomSource,
): Float64Array {
  const seen = new Float64Array(rows * channels);
  let taken = 0;
  for (let n = 0; n < count && taken < rows; n++) {
    if (random.uniform() * (count - n) >= rows - taken) continue;
    seen.set(vectors.subarray(n * channels, (n + 1) * channels), taken * channels);
    taken += 1;
  }
  return seen;
}
