import { count } from "../../wording.js";

/** What a histogram of the predicted probability of a class shows, in words. @param counts in equal bins from 0 to 1 */
export function describeHistogram(counts: readonly number[], name: string): string {
  const images = counts.reduce((sum, one) => sum + one, 0);
  const sure = counts.slice(counts.length / 2).reduce((sum, one) => sum + one, 0);
  return `Probability of ${name} that the network predicts, from 0 at the left to 1: at least a half for ${count(sure)} of ${count(images)} images`;
}
