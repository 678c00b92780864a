import { adjustedRandIndex, agreement, type ConceptBasis } from "@gipfel/concepts";
import type { PlantedLayer } from "./planted-layer.js";

export interface Recovery {
  /** Adjusted Rand index of the neurons that serve one concept; null where concepts share neurons. */
  readonly ari: number | null;
  /** Median cosine of the planted concepts with those found, matched one to one. */
  readonly cosine: number;
}

export function recoveryOf(basis: ConceptBasis, { directions, groups, neurons }: PlantedLayer): Recovery {
  const planted: ConceptBasis = {
    ...basis,
    count: directions.length / neurons,
    directions,
    clusters: null,
  };
  const served = [...groups.keys()].filter((i) => groups[i]! >= 0);
  const labels = labelsOf(basis);
  return {
    ari:
      served.length === 0
        ? null
        : adjustedRandIndex(
            served.map((i) => groups[i]!),
            served.map((i) => labels[i]!),
          ),
    cosine: agreement(planted, { ...basis, clusters: null }).median,
  };
}

/** The concept that each neuron belongs to: of directions, the one it has the largest part of. */
function labelsOf({ directions, count, channels }: ConceptBasis): number[] {
  return Array.from({ length: channels }, (_, i) => {
    let [best, most] = [count, 0];
    for (let k = 0; k < count; k++) {
      const value = Math.abs(directions[k * channels + i]!);
      if (value > most) [best, most] = [k, value];
    }
    return best;
  });
}
