/** Explanations of images, one after the other, several at a time in the engine. */
import { GipfelError } from "@gipfel/contracts";
import { type DatasetImage, decodeAhead } from "@gipfel/dataset";
import type { Engine } from "@gipfel/engine";
import { checkEngineOptions } from "../analysis-options.js";
import { type Attribution, Attributor } from "../attribute/attributor.js";
import { createEngine, type EngineChoice } from "../engines.js";
import { stopIfInterrupted } from "../interruption.js";
import type { RunContext } from "../ports.js";
import { classTarget, type ResolvedTarget } from "../targets/resolve-target.js";
import { type BaselineOf, baselineName, openBaseline } from "./baselines.js";
import { attributionSubject, type PreparedExplanation } from "./prepare-explanation.js";

export interface Explanation {
  readonly image: DatasetImage;
  readonly target: ResolvedTarget;
  readonly attribution: Attribution;
  /** Share of the batch's time, decoding included. */
  readonly seconds: number;
}

/** An image without an explanation. */
export interface UnexplainedImage {
  readonly image: DatasetImage;
  /** IMAGE_UNREADABLE, or METHOD_UNDEFINED where its map is not finite. */
  readonly error: GipfelError;
}

export interface ExplanationRun {
  readonly engine: string;
  readonly notes: readonly string[];
  readonly explanations: AsyncGenerator<Explanation | UnexplainedImage>;
}

export interface ExplanationEngine extends EngineChoice {
  readonly threads: number;
  /** Rows per run. */
  readonly batch: number;
}

/**
 * @param use is given the explanations as they come; the engine ends when it returns.
 * @throws GipfelError OPTION_INVALID, METHOD_UNDEFINED, LAYER_UNKNOWN, TARGET_UNKNOWN, ENGINE_FAILED, IMAGE_UNREADABLE
 */
export async function explainImages<T>(
  prepared: PreparedExplanation,
  images: readonly DatasetImage[],
  options: ExplanationEngine,
  context: RunContext,
  use: (run: ExplanationRun) => Promise<T>,
): Promise<T> {
  checkEngineOptions(options);
  const engine = createEngine(options, options.threads);
  try {
    const { network } = prepared.subject.model;
    const { target } = prepared;
    const aim = typeof target === "string" ? { tensor: network.outputs[0]!, position: null } : target;
    const subject = attributionSubject(prepared, aim);
    const attributor = await Attributor.open(engine, network, subject, prepared.method, options.batch);
    const targetsOf = await openTargets(engine, prepared);
    const baseline = await baselineFor(prepared, context);
    const explanations = explainEach({ prepared, attributor, targetsOf, baseline }, images, options.batch, context);
    return await use({ engine: engine.description, notes: attributor.notes, explanations });
  } finally {
    await engine.dispose();
  }
}

/** The explanation of a run's one image. @throws GipfelError IMAGE_UNREADABLE, METHOD_UNDEFINED */
export async function theOnly({ explanations }: ExplanationRun): Promise<Explanation> {
  for await (const made of explanations) {
    if ("error" in made) throw made.error;
    return made;
  }
  throw new RangeError("a run of no images");
}

interface HeldImage {
  readonly image: DatasetImage;
  readonly tensor: Float32Array;
}

interface Parts {
  readonly prepared: PreparedExplanation;
  readonly attributor: Attributor;
  readonly targetsOf: (held: readonly HeldImage[]) => Promise<readonly ResolvedTarget[]>;
  readonly baseline: BaselineOf | null;
}

async function* explainEach(
  { prepared, attributor, targetsOf, baseline }: Parts,
  images: readonly DatasetImage[],
  batch: number,
  context: RunContext,
): AsyncGenerator<Explanation | UnexplainedImage> {
  const { dataset, preprocessing, model } = prepared.subject;
  const decoded = decodeAhead(dataset, images, preprocessing.values, [...model.input], { ahead: 2 * batch });
  let held: HeldImage[] = [];
  let done = 0;
  let start = performance.now();
  const explainHeld = async (): Promise<(Explanation | UnexplainedImage)[]> => {
    const targets = await targetsOf(held);
    const attributions = await attributor.attributeEach(
      held.map(({ image, tensor }, n) => ({
        index: image.index,
        image: tensor,
        weights: targets[n]!.weights,
        baseline: baseline?.(tensor) ?? null,
      })),
      context,
    );
    const seconds = (performance.now() - start) / 1000 / held.length;
    return held.map(({ image }, n) => {
      const made = attributions[n]!;
      return made instanceof GipfelError
        ? { image, error: made }
        : { image, target: targets[n]!, attribution: made, seconds };
    });
  };
  try {
    for await (const { image, tensor, error } of decoded) {
      stopIfInterrupted(context.signal);
      done += 1;
      if (error) yield { image, error: new GipfelError("IMAGE_UNREADABLE", error.message, { cause: error }) };
      else held.push({ image, tensor });
      if (held.length < batch && done < images.length) continue;
      if (held.length > 0) yield* await explainHeld();
      context.onProgress?.({ phase: "explain", done, total: images.length, unit: "images" });
      held = [];
      start = performance.now();
    }
  } finally {
    await decoded.return(undefined);
  }
}

/** The target of each image: what was asked for, the class it is taken for, or its own. */
async function openTargets(engine: Engine, prepared: PreparedExplanation): Promise<Parts["targetsOf"]> {
  const { target, subject, classes } = prepared;
  const { network, input } = subject.model;
  if (target === "label") {
    return async (held) => held.map(({ image }) => classTarget(ownClass(prepared, image), { network, classes }));
  }
  if (target !== "predicted") return async (held) => held.map(() => target);
  const compiled = await engine.compile(network);
  return async (held) => {
    const data = new Float32Array(held.length * held[0]!.tensor.length);
    held.forEach(({ tensor }, n) => {
      data.set(tensor, n * tensor.length);
    });
    const outputs = await compiled.run({ [network.inputs[0]!]: { shape: [held.length, ...input], data } });
    const logits = outputs[network.outputs[0]!]!;
    const width = logits.data.length / held.length;
    return held.map((_, n) => {
      const own = logits.data.subarray(n * width, (n + 1) * width);
      return classTarget(own.indexOf(Math.max(...own)), { network, classes });
    });
  };
}

function ownClass({ subject, classOfGroup }: PreparedExplanation, image: DatasetImage): number {
  const group = subject.dataset.groups.find(({ images }) => images.some(({ index }) => index === image.index));
  const index = group && classOfGroup.get(group.name);
  if (index !== undefined) return index;
  throw new GipfelError("TARGET_UNKNOWN", `--target label: ${image.name} has no class of the network; name the class`);
}

function baselineFor({ method, subject, range }: PreparedExplanation, context: RunContext): Promise<BaselineOf> | null {
  const name = baselineName(method);
  return name === null ? null : openBaseline(name, subject, range, context);
}
