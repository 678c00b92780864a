import type { RunContext } from "../ports.js";
import type { AttributedImage, AttributionRun, SignedAttribution } from "./attribution-run.js";

/** One run an image. */
export async function sampleOnce(
  run: AttributionRun,
  images: readonly AttributedImage[],
  context: RunContext,
): Promise<SignedAttribution[]> {
  const { attribution, score, baselineScore } = run.built;
  const made: SignedAttribution[] = [];
  const evaluations = images.map((image) => ({
    rows: run.rowsOf(image),
    use: (row: Readonly<Record<string, Float32Array>>) => {
      made.push({
        attributions: Float64Array.from(row[attribution]!),
        score: row[score]![0]!,
        baselineScore: baselineScore === null ? null : row[baselineScore]![0]!,
        steps: null,
        evaluations: 1,
      });
    },
  }));
  await run.evaluate(evaluations, context);
  return made;
}
