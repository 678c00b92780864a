/** Attributions of images by one method, for one target: the network compiled once, then any number of images. */
import type { AttributionSubject } from "@gipfel/attribution";
import { GipfelError, type MethodChoice, methodCatalogue } from "@gipfel/contracts";
import type { Engine } from "@gipfel/engine";
import type { Network } from "@gipfel/network";
import type { RunContext } from "../ports.js";
import { type AttributedImage, AttributionRun, type SignedAttribution } from "./attribution-run.js";
import { type FinishedMap, finishMap } from "./finish.js";
import { lawResidual } from "./law-residual.js";
import { sampleNoise } from "./sample-noise.js";
import { sampleOnce } from "./sample-once.js";
import { samplePath } from "./sample-path.js";
import { selectNeurons } from "./select-neurons.js";

export interface AttributorSubject extends AttributionSubject {
  /** Neurons of the level whose attributions are kept; all of them without it. Sum and residual are about all. */
  readonly neurons?: readonly number[] | null;
}

export interface Attribution extends FinishedMap, Omit<SignedAttribution, "attributions"> {
  /** Of the signed attributions of the whole level. */
  readonly sum: number;
  /** Of those of the neurons that are kept; null where all are. */
  readonly selectedSum: number | null;
  /** How far the sum is from what the method's law says; null for methods without one. */
  readonly residual: number | null;
}

export class Attributor {
  private constructor(
    private readonly run: AttributionRun,
    private readonly choice: MethodChoice,
    private readonly neurons: readonly number[] | null,
  ) {}

  /** @throws GipfelError METHOD_UNDEFINED, LAYER_UNKNOWN, TARGET_UNKNOWN, ENGINE_FAILED */
  static async open(
    engine: Engine,
    network: Network,
    subject: AttributorSubject,
    choice: MethodChoice,
    batch: number,
  ): Promise<Attributor> {
    const run = await AttributionRun.open(engine, network, subject, choice, batch);
    return new Attributor(run, choice, subject.neurons ?? null);
  }

  /** Fallbacks that the method took on this network, as sentences. */
  get notes(): readonly string[] {
    return this.run.built.notes;
  }

  /** @throws GipfelError METHOD_UNDEFINED for the first image without a finite map. */
  async attribute(images: readonly AttributedImage[], context: RunContext = {}): Promise<Attribution[]> {
    return (await this.attributeEach(images, context)).map((made) => {
      if (made instanceof GipfelError) throw made;
      return made;
    });
  }

  /** For images without a finite map METHOD_UNDEFINED in its place, so that one of them is not the end of others. */
  async attributeEach(
    images: readonly AttributedImage[],
    context: RunContext = {},
  ): Promise<(Attribution | GipfelError)[]> {
    const signed = await this.#sample(images, context);
    const { law } = methodCatalogue[this.choice.name];
    return signed.map(({ attributions, ...rest }) => {
      if (!attributions.every(Number.isFinite)) return notFinite(this.choice.name);
      const sum = total(attributions);
      const kept = selectNeurons({ shape: this.run.shape, values: attributions }, this.neurons);
      const finished = finishMap(kept.values, kept.shape, this.run.built.finish);
      const selectedSum = this.neurons === null ? null : total(kept.values);
      return { ...rest, ...finished, sum, selectedSum, residual: lawResidual(law, { ...rest, sum }) };
    });
  }

  dispose(): Promise<void> {
    return this.run.dispose();
  }

  #sample(images: readonly AttributedImage[], context: RunContext): Promise<SignedAttribution[]> {
    const { name, parameters } = this.choice;
    switch (name) {
      case "integrated-gradients":
        return samplePath(this.run, images, parameters, context);
      case "smoothgrad":
        return sampleNoise(this.run, images, parameters, context);
      default:
        return sampleOnce(this.run, images, context);
    }
  }
}

function notFinite(method: string): GipfelError {
  return new GipfelError(
    "METHOD_UNDEFINED",
    `${method} requires finite attributions: a function of the network is infinite or undefined at a point that the method evaluates`,
  );
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
