import { GipfelError } from "@gipfel/contracts";
import { MAX_COMPONENTS } from "./principal-components.js";

/** How a layer's neurons are grouped. */
export interface ConceptOptions {
  /** How many clusters, or `auto`: the number of largest silhouette. */
  clusters: "auto" | number;
  /** Principal components kept: below 1 the fraction of variance to reach, from 1 (to 64) how many. */
  components: number;
  /** Any safe integer; the same seed gives the same bits. */
  seed: number;
}

/** @throws GipfelError OPTION_INVALID */
export function checkOptions({ clusters, components, seed }: ConceptOptions): void {
  if (clusters !== "auto" && !(Number.isSafeInteger(clusters) && clusters >= 1)) {
    throw new GipfelError("OPTION_INVALID", `clusters must be "auto" or a whole number from 1, not ${clusters}.`);
  }
  const isCount = Number.isInteger(components) && components >= 1 && components <= MAX_COMPONENTS;
  if (!isCount && !(components > 0 && components < 1)) {
    throw new GipfelError(
      "OPTION_INVALID",
      `components must be a fraction of variance between 0 and 1 or a whole number from 1 to ${MAX_COMPONENTS}, ` +
        `not ${components}.`,
    );
  }
  if (!Number.isSafeInteger(seed)) {
    throw new GipfelError("OPTION_INVALID", `seed must be a whole number of at most 2⁵³ − 1, not ${seed}.`);
  }
}
