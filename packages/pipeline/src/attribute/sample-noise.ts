/**
 * SmoothGrad (Smilkov et al. 2017): the mean of a method over copies of the image with Gaussian noise, whose standard
 * deviation is a fraction of the image's range.
 */
import { createRandom, type RandomSource } from "@gipfel/concepts";
import type { ParametersOf } from "@gipfel/contracts";
import { addInto } from "../numerics/sums.js";
import type { RunContext } from "../ports.js";
import { type AttributedImage, type AttributionRun, baselineOf, type SignedAttribution } from "./attribution-run.js";
import type { Evaluation } from "./evaluations.js";
import { PathIntegral } from "./path-integral.js";
import { integrate } from "./sample-path.js";

type Parameters = ParametersOf<"smoothgrad">;

export async function sampleNoise(
  run: AttributionRun,
  images: readonly AttributedImage[],
  parameters: Parameters,
  context: RunContext,
): Promise<SignedAttribution[]> {
  const made: SignedAttribution[] = [];
  for (const image of images) {
    made.push(
      await (run.built.sampling === "noisy-path"
        ? averagePaths(run, image, parameters, context)
        : averageCopies(run, image, parameters, context)),
    );
  }
  return made;
}

async function averageCopies(
  run: AttributionRun,
  image: AttributedImage,
  parameters: Parameters,
  context: RunContext,
): Promise<SignedAttribution> {
  const { attribution, score: scoreOutput } = run.built;
  const { samples } = parameters;
  const attributions = sumFor(run);
  let score = Number.NaN;
  function* all(): Generator<Evaluation> {
    const clean = (row: Readonly<Record<string, Float32Array>>) => {
      score = row[scoreOutput]![0]!;
    };
    yield { rows: run.rowsOf(image), use: clean };
    for (const copy of noisyCopies(image, parameters)) {
      yield {
        rows: run.rowsOf({ ...image, image: copy }),
        use: (row) => addInto(attributions, row[attribution]!, 1 / samples),
      };
    }
  }
  await run.evaluate(all(), context);
  return { attributions, score, baselineScore: null, steps: null, evaluations: samples + 1 };
}

async function averagePaths(
  run: AttributionRun,
  image: AttributedImage,
  parameters: Parameters,
  context: RunContext,
): Promise<SignedAttribution> {
  const { samples, steps } = parameters;
  const from = await activationsAt(run, baselineOf(image), context);
  const clean = new PathIntegral(from, await activationsAt(run, image.image, context), 1);
  await integrate(run, [{ image, path: clean }], context);
  const attributions = sumFor(run);
  for (const copy of noisyCopies(image, parameters)) {
    const path = new PathIntegral(from, await activationsAt(run, copy, context), steps);
    await integrate(run, [{ image: { ...image, image: copy }, path }], context);
    addInto(attributions, path.attributions(), 1 / samples);
  }
  const { image: score, baseline: baselineScore } = clean.ends;
  return { attributions, score, baselineScore, steps, evaluations: samples * (steps + 2) + 3 };
}

/** Where the path of one image begins or ends. */
async function activationsAt(run: AttributionRun, image: Float32Array, context: RunContext): Promise<Float32Array> {
  const [activations] = await run.atLevel([image], context);
  return activations!;
}

function sumFor(run: AttributionRun): Float64Array {
  return new Float64Array(run.shape.reduce((size, dimension) => size * dimension, 1));
}

function* noisyCopies(
  { image, index }: AttributedImage,
  { samples, noise, seed }: Parameters,
): Generator<Float32Array> {
  const random = randomOf(seed, index);
  const deviation = noise * rangeOf(image);
  for (let n = 0; n < samples; n += 1) yield image.map((value) => value + deviation * random.normal());
}

/** A stream of its own for every image of the data set. */
function randomOf(seed: number, index: number): RandomSource {
  return createRandom(seed + 2 ** 32 * (index + 1));
}

function rangeOf(image: Float32Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of image) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}
