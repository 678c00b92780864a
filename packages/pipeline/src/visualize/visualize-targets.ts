/** Pictures of many targets of one network: those of the same tensor share its compiled network and its batches. */
import type { Preprocessing } from "@gipfel/dataset";
import type { Engine } from "@gipfel/engine";
import type { Picture } from "@gipfel/heat-map";
import { fixedDimension, type ImportedModel, nodeNamed } from "@gipfel/network";
import { stopIfInterrupted } from "../interruption.js";
import type { RunContext } from "../ports.js";
import type { ResolvedTarget } from "../targets/resolve-target.js";
import { type Ascent, ascend } from "./ascend.js";
import { ImageSource } from "./image-source.js";
import { pictureOf } from "./picture-of.js";
import { assumedRange, pixelMapping } from "./pixel-mapping.js";
import { TargetScore } from "./target-score.js";
import type { VisualizeOptions } from "./visualize-options.js";

export type VisualizedTarget = Pick<ResolvedTarget, "tensor" | "weights" | "position" | "name">;

/** Steps between reports of progress. */
const reportedSteps = 8;

/** What a visualisation needs of a model. */
export interface VisualizedModel {
  readonly model: Pick<ImportedModel, "network" | "input">;
  /** Null where images are arrays in network units. */
  readonly preprocessing: Preprocessing | null;
}

export interface Visualisation extends Omit<Ascent, "pixels" | "redirected" | "still"> {
  readonly picture: Picture;
  /** What one should know about the picture, as sentences. */
  readonly notes: readonly string[];
}

/**
 * @yields the picture of each target as soon as it is done; targets of one tensor follow one another.
 * @throws GipfelError LAYER_UNKNOWN for a target in the network's own input; CANCELLED, ENGINE_FAILED
 */
export async function* visualizeTargets<T extends VisualizedTarget>(
  engine: Engine,
  { model, preprocessing }: VisualizedModel,
  targets: readonly T[],
  { steps, seed, batch }: VisualizeOptions,
  context: RunContext = {},
): AsyncGenerator<{ readonly target: T; readonly visualisation: Visualisation }> {
  const source = await ImageSource.open(engine, model.input, pixelMapping(preprocessing, model.input[0]));
  const [, height, width] = model.input;
  const batches = sameTensor(targets).map((group) => inBatches(group, batch));
  const total = batches.flat().length * steps;
  let done = 0;
  const onStep = () => {
    stopIfInterrupted(context.signal);
    done += 1;
    if (done % reportedSteps === 0 || done === total) {
      context.onProgress?.({ phase: "visualize", done, total, unit: "steps" });
    }
  };
  try {
    for (const group of batches) {
      const score = await TargetScore.open(engine, model.network, group[0]![0]!);
      try {
        for (const members of group) {
          const weights = members.map((target) => meanWeights(model.network, target));
          const ascents = await ascend(source, score, weights, { steps, seed, onStep });
          for (const [n, ascent] of ascents.entries()) {
            const { pixels, redirected, still, ...climbed } = ascent;
            const picture = pictureOf(pixels, [height, width], source.mapping);
            const notes = notesOn(ascent, steps, preprocessing);
            yield { target: members[n]!, visualisation: { ...climbed, picture, notes } };
          }
        }
      } finally {
        await score.dispose();
      }
    }
  } finally {
    await source.dispose();
  }
}

/** The score is a mean: over the neurons that are meant and their positions. */
function meanWeights({ nodes }: Pick<ImportedModel["network"], "nodes">, target: VisualizedTarget): Float32Array {
  const { shape } = nodeNamed({ nodes }, target.tensor);
  const positions = target.position || shape.length !== 4 ? 1 : fixedDimension(shape, 2) * fixedDimension(shape, 3);
  const neurons = target.weights.reduce((sum, weight) => sum + weight, 0);
  return target.weights.map((weight) => weight / (neurons * positions));
}

function sameTensor<T extends VisualizedTarget>(targets: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const target of targets) {
    const key = JSON.stringify([target.tensor, target.position]);
    groups.set(key, [...(groups.get(key) ?? []), target]);
  }
  return [...groups.values()];
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function notesOn(
  { redirected, still, startScore, score }: Ascent,
  steps: number,
  preprocessing: Preprocessing | null,
): string[] {
  const notes: string[] = [];
  if (preprocessing === null) {
    notes.push(`without a preprocessing, black and white are taken to be ${assumedRange.join(" and ")}`);
  }
  if (redirected + still >= steps && score === startScore) {
    notes.push("the target stayed inactive, so that no gradient reached the image: the picture shows nothing of it");
  } else if (redirected > 0) {
    notes.push(
      `the target was inactive at first: ${redirected} step${redirected === 1 ? "" : "s"} by redirected ReLUs`,
    );
  }
  return notes;
}
