/** What an analysis would cost, in words. */
import type { AnalysisEstimate } from "@gipfel/contracts";
import { duration } from "../../units.js";
import { amount, count } from "../../wording.js";

/** A time that is not known better: `about 3 min`, `under 1 s`. */
export function roughly(seconds: number): string {
  const known = seconds < 1 ? seconds : Number(seconds.toPrecision(2));
  return seconds < 1 ? duration(known) : `about ${duration(known)}`;
}

/** What the estimate is known from. */
export function describeBasis({ basis }: Pick<AnalysisEstimate, "basis">): string {
  if (basis.kind === "earlier") {
    const images = `${count(basis.images)} ${basis.images === 1 ? "image" : "images"}`;
    return `Known from an earlier analysis of this model with settings that cost the same: ${images} in ${duration(basis.seconds)}.`;
  }
  return `Rough: from one image through the network, measured just now (${amount(basis.inferenceSeconds * 1000)} ms), and from the plan.`;
}
