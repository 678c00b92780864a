/**
 * Whether quadrature adds up, tried on two images before all others are computed. It does not where a function jumps
 * between baseline and activation, as an L2 norm does at zero: no number of points of the path sees a jump.
 */
import { type AttributionPlan, type Baselines, planAttribution, type SegmentPlan } from "@gipfel/attribution";
import type { Engine, RunTensors } from "@gipfel/engine";
import { type ImageBatch, readShards } from "./1-collect/image-batches.js";
import { infiniteContributions } from "./1-collect/require-finite.js";
import { compileLayers, layerActivations } from "./3-edges/layer-activations.js";
import { SegmentRunner, type TargetColumn } from "./3-edges/segment-runner.js";
import { stopIfInterrupted } from "./interruption.js";
import { residualOf } from "./numerics/residual.js";
import type { RunContext } from "./ports.js";
import type { PreparedAnalysis } from "./prepare.js";
import type { ResidualWatch } from "./residual-watch.js";

const imagesTried = 2;
/** Until as many could be decoded. */
const imagesRead = 16;

/** What the trial is of: a plan at its baselines, on some images. */
interface Trial {
  readonly plan: AttributionPlan;
  readonly baselines: Baselines;
  readonly batch: ImageBatch;
  readonly activations: RunTensors;
  /** Output neuron of the class that is tried. */
  readonly classIndex: number;
}

/** Says of which segments contributions do not add up, and whether they do from the mean. @throws GipfelError METHOD_UNDEFINED */
export async function checkPaths(
  prepared: PreparedAnalysis,
  engine: Engine,
  baselines: Baselines,
  watch: ResidualWatch,
  context: RunContext,
): Promise<void> {
  const { plan, options } = prepared;
  const segments = plan.segments.filter(({ kind }) => kind === "quadrature");
  const trial = segments.length > 0 ? await openTrial(prepared, engine, baselines, context) : null;
  if (!trial) return;
  for (const segment of segments) {
    stopIfInterrupted(context.signal);
    const residual = (await tryPath(trial, segment, engine, options.tolerance)) ?? 0;
    if (residual <= options.tolerance) continue;
    const remedy = plan.baseline === "zero" ? await tryMean(prepared, trial, segment, engine) : null;
    watch.say(segment, describe(segment, residual, remedy, trial.batch), context);
  }
}

async function openTrial(
  prepared: PreparedAnalysis,
  engine: Engine,
  baselines: Baselines,
  context: RunContext,
): Promise<Trial | null> {
  const { plan, classes } = prepared;
  const shards = classes.flatMap((analysed) => analysed.shards);
  const images = shards.flatMap((shard) => shard.images).slice(0, imagesRead);
  const compiled = await compileLayers(plan, engine);
  try {
    const trial = { ...shards[0]!, images };
    for await (const { batches } of readShards(prepared, [trial], imagesTried, context.signal)) {
      for await (const batch of batches) {
        const activations = await layerActivations(plan, compiled, batch.tensor);
        return { plan, baselines, batch, activations, classIndex: classes[0]!.index };
      }
    }
    return null;
  } finally {
    await compiled.dispose();
  }
}

/** The completeness residual; null where there is nothing to explain. */
async function tryPath(trial: Trial, segment: SegmentPlan, engine: Engine, tolerance: number): Promise<number | null> {
  const { plan, baselines, batch, activations } = trial;
  const runner = new SegmentRunner(plan.network, segment, engine, baselines, tolerance);
  try {
    const { residual } = await runner.attribute({ ...batch, activations }, columnsOf(segment, trial));
    if (!Number.isFinite(residual.error)) throw infiniteContributions(segment.target.name);
    return residualOf(residual);
  } finally {
    await runner.dispose();
  }
}

/** Before there are concepts every other neuron stands for one. */
function columnsOf({ columns, target }: SegmentPlan, { classIndex }: Trial): readonly TargetColumn[] {
  if (columns === "class") return [[classIndex]];
  if (columns !== "nodes") return [];
  const halves = [0, 1].map((odd) => Array.from({ length: target.neurons }, (_, n) => n).filter((n) => n % 2 === odd));
  return halves.filter((neurons) => neurons.length > 0);
}

/** The residual of a segment from the mean over the images tried; null where that plan has no such segment. */
async function tryMean(
  { options, model }: PreparedAnalysis,
  trial: Trial,
  { target }: SegmentPlan,
  engine: Engine,
): Promise<number | null> {
  const plan = planAttribution(model.network, { ...options, baseline: "mean" });
  const segment = plan.segments.find((candidate) => candidate.target.tensor === target.tensor);
  if (!segment) return null;
  const residual = await tryPath(
    { ...trial, plan, baselines: meansOf(plan, trial) },
    segment,
    engine,
    options.tolerance,
  );
  return residual !== null && residual <= options.tolerance ? residual : null;
}

/** By layer: the mean of each channel over images and positions. */
function meansOf({ layers }: AttributionPlan, { activations }: Trial): Baselines {
  return new Map(
    layers.flatMap(({ tensor, neurons }) => {
      const found = activations[tensor];
      if (!found) return [];
      const { shape, data } = found;
      const positions = data.length / (shape[0]! * neurons);
      const sums = new Float64Array(neurons);
      data.forEach((value, i) => {
        sums[Math.floor(i / positions) % neurons]! += value;
      });
      return [[tensor, Float32Array.from(sums, (sum) => (sum * neurons) / data.length)] as const];
    }),
  );
}

function describe(
  { target, reason }: SegmentPlan,
  residual: number,
  fromMean: number | null,
  { images }: ImageBatch,
): string {
  const remedy =
    fromMean === null
      ? "its edges do not account for all of the layer"
      : `take --baseline mean, from which it is ${fromMean.toPrecision(2)}`;
  return `layer ${target.name}: contributions do not add up on ${images[0]!.image.name} (completeness residual ${residual.toPrecision(2)}; ${reason}): a function jumps or is too steep on the way from the baseline; ${remedy}`;
}
