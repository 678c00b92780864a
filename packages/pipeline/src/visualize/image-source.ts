/** Images from spectra, on the engine: the parametrisation of the pictures of one network. */
import {
  buildImageParametrisation,
  type ImageParametrisation,
  type PixelMapping,
  parametrisationInputs,
} from "@gipfel/attribution";
import type { CompiledNetwork, Engine, RunTensor } from "@gipfel/engine";

export class ImageSource {
  private constructor(
    /** Channels, height, width. */
    readonly input: readonly [number, number, number],
    readonly mapping: PixelMapping,
    private readonly built: ImageParametrisation,
    private readonly compiled: { readonly render: CompiledNetwork; readonly pull: CompiledNetwork },
  ) {}

  static async open(
    engine: Engine,
    input: readonly [number, number, number],
    mapping: PixelMapping,
  ): Promise<ImageSource> {
    const [, height, width] = input;
    const built = buildImageParametrisation([height, width], mapping);
    const render = await engine.compile(built.render.network);
    const pull = await engine.compile(built.pull.network);
    return new ImageSource(input, mapping, built, { render, pull });
  }

  /** Numbers in the spectrum of one image. */
  get coefficients(): number {
    const [channels, height, width] = this.input;
    return channels * height * width;
  }

  /** A gray surrounding, in network units, for each channel. */
  get gray(): number[] {
    return this.mapping.gain.map((gain, channel) => gain / 2 + this.mapping.offset[channel]);
  }

  /** @returns `[N, C, H, W]`: the images as the network takes them, and as pixels in [0, 1]. */
  async render(spectra: Float32Array): Promise<{ readonly image: RunTensor; readonly pixels: Float32Array }> {
    const { image, pixels } = this.built.render;
    const made = await this.compiled.render.run({ [parametrisationInputs.spectrum]: this.#spectra(spectra) });
    return { image: made[image]!, pixels: made[pixels]!.data };
  }

  /** Carries a weight on the images back to their spectra. */
  async pull(spectra: Float32Array, weight: Float32Array): Promise<Float32Array> {
    const made = await this.compiled.pull.run({
      [parametrisationInputs.spectrum]: this.#spectra(spectra),
      [parametrisationInputs.weight]: { shape: [spectra.length / this.coefficients, ...this.input], data: weight },
    });
    return made[this.built.pull.gradient]!.data;
  }

  async dispose(): Promise<void> {
    await this.compiled.render.dispose();
    await this.compiled.pull.dispose();
  }

  #spectra(data: Float32Array): RunTensor {
    const [channels, height, width] = this.input;
    return { shape: [data.length / this.coefficients, channels, width, height], data };
  }
}
