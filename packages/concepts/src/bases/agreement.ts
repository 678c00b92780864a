import { adjustedRandIndex } from "../adjusted-rand-index.js";
import { assign } from "./assignment.js";
import type { ConceptBasis } from "./concept-basis.js";

/** How far two fits found the same concepts. */
export interface BasisAgreement {
  /** Cosine of each concept of the basis with fewer with its partner in the other, in its own order, in [−1, 1]. */
  readonly cosines: readonly number[];
  /** Median of the cosines; 1 for bases without concepts. */
  readonly median: number;
  /** Adjusted Rand index of the clusters; null for directions. */
  readonly randIndex: number | null;
  /** Partner of each concept of `first`; −1 for none. */
  readonly partners: readonly number[];
}

/** Concepts of two bases of one layer, matched one to one for the largest sum of cosines (Hungarian method). */
export function agreement(first: ConceptBasis, second: ConceptBasis): BasisAgreement {
  const swapped = first.count > second.count;
  const [few, many] = swapped ? [second, first] : [first, second];
  const cost = new Float64Array(few.count * many.count);
  for (let k = 0; k < few.count; k++) {
    for (let j = 0; j < many.count; j++) cost[k * many.count + j] = -cosine(few, k, many, j);
  }
  const partners = assign(cost, few.count, many.count);
  const cosines = partners.map((partner, k) => -cost[k * many.count + partner]);
  const ofFirst = swapped ? Array.from({ length: first.count }, (_, k) => partners.indexOf(k)) : partners;
  return { cosines, median: median(cosines), randIndex: randIndex(first, second), partners: ofFirst };
}

function cosine(a: ConceptBasis, k: number, b: ConceptBasis, j: number): number {
  let sum = 0;
  for (let i = 0; i < a.channels; i++) {
    sum += a.directions[k * a.channels + i] * b.directions[j * b.channels + i];
  }
  return sum;
}

/** Over the neurons that both put into clusters. */
function randIndex(first: ConceptBasis, second: ConceptBasis): number | null {
  if (first.clusters === null || second.clusters === null) return null;
  const [a, b] = [labelsOf(first.clusters), labelsOf(second.clusters)];
  const common = [...a.keys()].filter((neuron) => b.has(neuron));
  return adjustedRandIndex(
    common.map((neuron) => a.get(neuron)!),
    common.map((neuron) => b.get(neuron)!),
  );
}

function labelsOf(clusters: readonly (readonly number[])[]): Map<number, number> {
  return new Map(clusters.flatMap((cluster, label) => cluster.map((neuron) => [neuron, label] as const)));
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 1;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
