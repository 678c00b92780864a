import type { BasisKind, ConceptBasis } from "./concept-basis.js";
import { checkFit, type FitData, type FitOptions } from "./fit-options.js";
import { fitNeurons } from "./neurons/fit-neurons.js";
import { fitParts } from "./parts/fit-parts.js";
import { fitPatterns } from "./patterns/fit-patterns.js";

const fits: Readonly<Record<BasisKind, (data: FitData, options: FitOptions) => ConceptBasis>> = {
  neurons: fitNeurons,
  patterns: fitPatterns,
  parts: fitParts,
};

export const basisKinds = Object.keys(fits) as readonly BasisKind[];

/**
 * Finds the concepts of a layer. Equal arguments give equal bits.
 *
 * @throws GipfelError as {@link checkFit} does
 */
export function fitBasis(kind: BasisKind, data: FitData, options: FitOptions): ConceptBasis {
  checkFit(data, options);
  return fits[kind](data, options);
}
