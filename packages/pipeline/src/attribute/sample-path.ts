import type { ParametersOf } from "@gipfel/contracts";
import type { RunContext } from "../ports.js";
import { type AttributedImage, type AttributionRun, baselineOf, type SignedAttribution } from "./attribution-run.js";
import { completenessResidual } from "./law-residual.js";
import { PathIntegral } from "./path-integral.js";

/** Where path integrals start, and where they give up, when a tolerance is asked for. */
const [fewestSteps, mostSteps] = [16, 1024];

/** Integrates along the path of each image; the points of those that have not met the tolerance are doubled. */
export async function samplePath(
  run: AttributionRun,
  images: readonly AttributedImage[],
  { steps: given, tolerance }: Pick<ParametersOf<"integrated-gradients">, "steps" | "tolerance">,
  context: RunContext,
): Promise<SignedAttribution[]> {
  const from = await run.atLevel(images.map(baselineOf), context);
  const to = await run.atLevel(
    images.map(({ image }) => image),
    context,
  );
  const made = new Map<number, SignedAttribution>();
  let spent = 0;
  let pending = images.map((_, n) => n);
  for (let steps = given ?? fewestSteps; pending.length > 0; steps *= 2) {
    spent += steps + 2;
    const integrals = pending.map((n) => ({ image: images[n]!, path: new PathIntegral(from[n]!, to[n]!, steps) }));
    await integrate(run, integrals, context);
    for (const [i, { path }] of integrals.entries()) made.set(pending[i]!, { ...describe(path), evaluations: spent });
    const done = (n: number) => given !== null || steps >= mostSteps || residualOf(made.get(n)!) <= tolerance;
    pending = pending.filter((n) => !done(n));
  }
  return images.map((_, n) => made.get(n)!);
}

/** Evaluates path integrals, each of an image of its own. */
export async function integrate(
  run: AttributionRun,
  integrals: readonly { readonly image: AttributedImage; readonly path: PathIntegral }[],
  context: RunContext,
): Promise<void> {
  const outputs = { gradient: run.built.attribution, score: run.built.score };
  function* all() {
    for (const { image, path } of integrals) yield* path.evaluations(run.moving, run.rowsOf(image), outputs);
  }
  await run.evaluate(all(), context);
}

function describe(path: PathIntegral) {
  const { image: score, baseline: baselineScore } = path.ends;
  return { attributions: path.attributions(), score, baselineScore, steps: path.steps };
}

function residualOf({ attributions, score, baselineScore }: SignedAttribution): number {
  const sum = attributions.reduce((total, value) => total + value, 0);
  return completenessResidual(sum, score - baselineScore!);
}
