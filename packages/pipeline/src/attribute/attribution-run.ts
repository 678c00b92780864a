/** A method's network, compiled, and what an image feeds it. */
import {
  type AttributionNetwork,
  type AttributionSubject,
  attributionInputs,
  buildAttributionNetwork,
} from "@gipfel/attribution";
import type { MethodChoice } from "@gipfel/contracts";
import type { CompiledNetwork, Engine } from "@gipfel/engine";
import { type Network, nodeNamed, pruneNetwork, type Shape } from "@gipfel/network";
import type { RunContext } from "../ports.js";
import { type Evaluation, evaluate } from "./evaluations.js";

export interface AttributedImage {
  /** Its place in the data set: noise depends on it and the seed, not on what else is in the batch. */
  readonly index: number;
  /** `[C, H, W]`, in network units. */
  readonly image: Float32Array;
  /** `[C]`: weight of each neuron of the target. */
  readonly weights: Float32Array;
  /** `[C, H, W]`; null for a method that compares with nothing. */
  readonly baseline: Float32Array | null;
}

/** Attributions of one image before they are finished, of the level's shape. */
export interface SignedAttribution {
  readonly attributions: Float64Array;
  readonly score: number;
  readonly baselineScore: number | null;
  /** Points of the path; null for methods without one. */
  readonly steps: number | null;
  /** Runs of the network, forward and backward. */
  readonly evaluations: number;
}

export class AttributionRun {
  private constructor(
    readonly built: AttributionNetwork,
    /** Name of the images' input. */
    readonly input: string,
    private readonly compiled: CompiledNetwork,
    private readonly level: { readonly compiled: CompiledNetwork; readonly name: string } | null,
    private readonly batch: number,
  ) {}

  /** @throws GipfelError METHOD_UNDEFINED, LAYER_UNKNOWN, TARGET_UNKNOWN, ENGINE_FAILED */
  static async open(
    engine: Engine,
    network: Network,
    subject: AttributionSubject,
    choice: MethodChoice,
    batch: number,
  ): Promise<AttributionRun> {
    const built = buildAttributionNetwork(network, subject, choice);
    const compiled = await engine.compile(built.network);
    const toLevel = pruneNetwork({ ...network, outputs: [subject.level] });
    const level = built.feedsLevel ? { compiled: await engine.compile(toLevel), name: subject.level } : null;
    return new AttributionRun(built, network.inputs[0]!, compiled, level, batch);
  }

  /** The input that a path moves: the images, or the level's activations. */
  get moving(): string {
    return this.built.feedsLevel ? attributionInputs.level : this.input;
  }

  /** Shape of the attributions of one image. */
  get shape(): readonly number[] {
    return rowShape(this.built.shape);
  }

  /** The rows that an image feeds to the network. */
  rowsOf(image: AttributedImage): Evaluation["rows"] {
    return {
      [this.input]: (into) => into.set(image.image),
      [attributionInputs.weights]: (into) => into.set(image.weights),
      [attributionInputs.baseline]: (into) => into.set(baselineOf(image)),
    };
  }

  async evaluate(evaluations: Iterable<Evaluation>, context: RunContext): Promise<void> {
    const { network } = this.built;
    const shapes = Object.fromEntries(
      network.inputs.map((input) => [input, rowShape(nodeNamed(network, input).shape)]),
    );
    await evaluate(this.compiled, evaluations, { shapes, batch: this.batch, context });
  }

  /** What a path moves, at the given images: the images themselves, or their activations of the level. */
  async atLevel(images: readonly Float32Array[], context: RunContext): Promise<readonly Float32Array[]> {
    const { level, input, batch } = this;
    if (!level) return images;
    const activations: Float32Array[] = [];
    const evaluations = images.map(
      (image): Evaluation => ({
        rows: { [input]: (into) => into.set(image) },
        use: (row) => {
          activations.push(Float32Array.from(row[level.name]!));
        },
      }),
    );
    const shapes = { [input]: rowShape(nodeNamed(this.built.network, input).shape) };
    await evaluate(level.compiled, evaluations, { shapes, batch, context });
    return activations;
  }

  async dispose(): Promise<void> {
    await this.compiled.dispose();
    await this.level?.compiled.dispose();
  }
}

export function baselineOf({ baseline }: AttributedImage): Float32Array {
  if (!baseline) throw new RangeError("the method compares with a baseline, and none is given");
  return baseline;
}

/** `[N, …]` without the images. */
function rowShape(shape: Shape): number[] {
  return shape.slice(1).map((dimension) => {
    if (typeof dimension !== "number") throw new RangeError(`[${shape.join(", ")}] has no fixed size`);
    return dimension;
  });
}
