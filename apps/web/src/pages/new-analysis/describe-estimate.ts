/** What an analysis would cost, in words. */
import type { AnalysisEstimate } from "@gipfel/contracts";
import { duration } from "../../units.js";
import { amount, count, sentence } from "../../wording.js";

/** A time that is not known better: `About 3 min`, `Under 1 s`. */
export function roughly(seconds: number): string {
  return seconds < 1 ? "Under 1 s" : `About ${duration(Number(seconds.toPrecision(2)))}`;
}

/** What the estimate is known from. */
export function describeBasis({ basis }: Pick<AnalysisEstimate, "basis">): string {
  if (basis.kind === "earlier") {
    const images = `${count(basis.images)} ${basis.images === 1 ? "image" : "images"}`;
    return `Known from an earlier analysis of this model with settings that cost the same: ${images} in ${duration(basis.seconds)}.`;
  }
  return `Rough: from one image through the network, measured just now (${amount(basis.inferenceSeconds * 1000)} ms), and from the plan.`;
}

/** What is worth knowing before the start, in the words of the form: what the command line says of its options is not. */
export function describeNotices({
  notices,
  preprocessing,
}: Pick<AnalysisEstimate, "notices" | "preprocessing">): string[] {
  const others = notices.filter((notice) => !notice.includes("--preprocess")).map(sentence);
  if (!preprocessing?.assumed) return others;
  return [
    `Preprocessing is not stated: “${preprocessing.name}” is assumed. Choose another if the network was trained with it.`,
    ...others,
  ];
}
