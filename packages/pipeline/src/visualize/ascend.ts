/**
 * Gradient ascent on images, one for each target of a batch (Olah, Mordvintsev and Schubert 2017):
 *
 *     spectrum ← spectrum + Adam( ∂ score(view(image(spectrum))) / ∂ spectrum )
 *
 * All targets start from the same faint noise and are seen through the same views, so that a picture depends on its
 * target and the seed, not on its neighbours.
 */
import { AdamAscent, Resampling, randomView } from "@gipfel/attribution";
import { createRandom } from "@gipfel/concepts";
import type { RunTensor } from "@gipfel/engine";
import type { ImageSource } from "./image-source.js";
import type { Scored, TargetScore } from "./target-score.js";

export interface AscentOptions {
  readonly steps: number;
  readonly seed: number;
  /** Called before each step; what it throws ends the ascent. */
  onStep(): void;
}

export interface Ascent {
  /** `[C, H, W]`, in [0, 1], channels as the network orders them. */
  readonly pixels: Float32Array;
  /** Of the noise it started from, and of the picture. */
  readonly startScore: number;
  readonly score: number;
  /** Scores of the views on the way, at most {@link recordedScores} of them, evenly spaced. */
  readonly course: readonly { readonly step: number; readonly score: number }[];
  /** Steps whose gradient was zero unless it was redirected. */
  readonly redirected: number;
  /** Steps without any gradient. */
  readonly still: number;
}

/** Step and start as in Lucid. */
const rate = 0.05;
const startDeviation = 0.01;
/** Steps in which a gradient that is zero is redirected. */
const redirectedSteps = 16;
const recordedScores = 16;

/** @param targets for each image `[K]`: weight of each neuron of the tensor. */
export async function ascend(
  source: ImageSource,
  score: TargetScore,
  targets: readonly Float32Array[],
  { steps, seed, onStep }: AscentOptions,
): Promise<Ascent[]> {
  const [, height, width] = source.input;
  const weights = stacked(targets);
  const random = createRandom(seed);
  const start = Float32Array.from({ length: source.coefficients }, () => startDeviation * random.normal());
  const spectra = stacked(targets.map(() => start)).data;
  const adam = new AdamAscent(spectra.length, rate);
  const records = targets.map(() => ({ course: [] as { step: number; score: number }[], redirected: 0, still: 0 }));
  const every = Math.max(1, Math.ceil(steps / recordedScores));
  const { score: startScores } = await score.run((await source.render(spectra)).image, weights);
  for (let step = 0; step < steps; step++) {
    onStep();
    const { image } = await source.render(spectra);
    const view = new Resampling(height, width, randomView([height, width], random.uniform));
    const seen = { shape: image.shape, data: view.forward(image.data, source.gray) };
    const scored = await score.run(seen, weights);
    if (step % every === 0) {
      for (const [n, { course }] of records.entries()) course.push({ step, score: scored.score[n] });
    }
    const blocked = withoutGradient(scored, targets.length);
    if (blocked.length > 0 && step < redirectedSteps) {
      await redirect(score, seen, weights, scored, blocked);
      for (const n of blocked) records[n]!.redirected += 1;
    }
    for (const n of withoutGradient(scored, targets.length)) records[n]!.still += 1;
    adam.step(spectra, await source.pull(spectra, view.adjoint(scored.gradient)));
  }
  const { image, pixels } = await source.render(spectra);
  const { score: endScores } = await score.run(image, weights);
  return records.map((record, n) => ({
    ...record,
    pixels: rowOf(pixels, n, targets.length),
    startScore: startScores[n],
    score: endScores[n],
  }));
}

function withoutGradient({ gradient }: Scored, count: number): number[] {
  return Array.from({ length: count }, (_, n) => n).filter((n) => rowOf(gradient, n, count).every((g) => g === 0));
}

/** Gives the images that have none a gradient by {@link TargetScore.runRedirected}. */
async function redirect(
  score: TargetScore,
  images: RunTensor,
  weights: RunTensor,
  scored: Scored,
  blocked: readonly number[],
): Promise<void> {
  const count = scored.score.length;
  const some = ({ shape, data }: RunTensor) => ({
    shape: [blocked.length, ...shape.slice(1)],
    data: stacked(blocked.map((n) => rowOf(data, n, count))).data,
  });
  const { gradient } = await score.runRedirected(some(images), some(weights));
  blocked.forEach((n, i) => {
    rowOf(scored.gradient, n, count).set(rowOf(gradient, i, blocked.length));
  });
}

/** `[rows, length]` */
function stacked(rows: readonly Float32Array[]): RunTensor {
  const length = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * length);
  rows.forEach((row, n) => {
    data.set(row, n * length);
  });
  return { shape: [rows.length, length], data };
}

function rowOf(data: Float32Array, n: number, rows: number): Float32Array {
  const size = data.length / rows;
  return data.subarray(n * size, (n + 1) * size);
}
