import type { ConceptBasis } from "./concept-basis.js";
import { timesMetric } from "./metric.js";

/** The two maps of a basis that everything is computed from. */
export interface BasisMaps {
  /** D M, `[K * C]`: products of a vector with it are what strengths depend on; a 1×1 convolution over an image. */
  readonly analysis: Float64Array;
  /** D M Dᵀ, `[K * K]`. */
  readonly gram: Float64Array;
}

export function basisMaps({ directions, count, channels, metric }: ConceptBasis): BasisMaps {
  const analysis = timesMetric(directions, count, channels, metric);
  const gram = new Float64Array(count * count);
  for (let k = 0; k < count; k++) {
    for (let j = 0; j < count; j++) {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += analysis[k * channels + c] * directions[j * channels + c];
      gram[k * count + j] = sum;
    }
  }
  // Equal but for rounding; the solver reads either half.
  for (let k = 0; k < count; k++) for (let j = 0; j < k; j++) gram[k * count + j] = gram[j * count + k];
  return { analysis, gram };
}
