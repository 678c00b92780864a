/** The score network of one target tensor, compiled, with its redirected variant once it is needed. */
import { attributionInputs, buildScoreGradient, type ScoreGradient } from "@gipfel/attribution";
import type { CompiledNetwork, Engine, RunTensor } from "@gipfel/engine";
import type { Network } from "@gipfel/network";

export interface TargetTensor {
  readonly tensor: string;
  /** Row and column; null for all positions. */
  readonly position: readonly [number, number] | null;
}

export interface Scored {
  /** `[N]` */
  readonly score: Float32Array;
  /** `[N, C, H, W]`: derivative of each score with respect to its image. */
  readonly gradient: Float32Array;
}

interface Compiled {
  readonly built: ScoreGradient;
  readonly network: CompiledNetwork;
}

export class TargetScore {
  #redirected: Compiled | undefined;

  private constructor(
    private readonly engine: Engine,
    private readonly network: Network,
    private readonly target: TargetTensor,
    private readonly plain: Compiled,
  ) {}

  /** @throws GipfelError TARGET_UNKNOWN, LAYER_UNKNOWN, ENGINE_FAILED */
  static async open(engine: Engine, network: Network, target: TargetTensor): Promise<TargetScore> {
    return new TargetScore(engine, network, target, await compile(engine, network, target, false));
  }

  /**
   * @param images `[N, C, H, W]`, in network units.
   * @param weights `[N, K]`: weight of each neuron of the tensor.
   */
  run(images: RunTensor, weights: RunTensor): Promise<Scored> {
    return this.#score(this.plain, images, weights);
  }

  /** The same with rectifiers that redirect what they would block. */
  async runRedirected(images: RunTensor, weights: RunTensor): Promise<Scored> {
    this.#redirected ??= await compile(this.engine, this.network, this.target, true);
    return this.#score(this.#redirected, images, weights);
  }

  async #score({ built, network }: Compiled, images: RunTensor, weights: RunTensor): Promise<Scored> {
    const made = await network.run({ [this.network.inputs[0]!]: images, [attributionInputs.weights]: weights });
    return { score: made[built.score]!.data, gradient: made[built.gradient]!.data };
  }

  async dispose(): Promise<void> {
    await this.plain.network.dispose();
    await this.#redirected?.network.dispose();
  }
}

async function compile(
  engine: Engine,
  network: Network,
  { tensor, position }: TargetTensor,
  redirected: boolean,
): Promise<Compiled> {
  const built = buildScoreGradient(network, tensor, position, { redirected });
  return { built, network: await engine.compile(built.network) };
}
