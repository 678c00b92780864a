/**
 * An image as a function of its spectrum, so that ascent moves all frequencies of natural images at the same pace
 * (Olah, Mordvintsev and Schubert 2017, "Feature Visualization"; Mordvintsev et al. 2018, "Differentiable Image
 * Parameterizations"). With `s` the coefficients in the real Fourier basis, `f` their frequency in cycles per pixel and
 * `K` the colour correlation:
 *
 *     plane  = Bᵀ ( √2/4 · s / max(f, 1/max(H, W)) ) B
 *     pixel  = sigmoid(K plane)                                in [0, 1]
 *     image  = gain · pixel + offset                           what the network takes
 *
 * The factor √2/4 gives the amplitudes of Lucid's `fft_image`, whose coefficients are complex.
 */
import { BATCH, type Network, NetworkBuilder, nodeNamed, tensor, type Value } from "@gipfel/network";
import { toInputs, walkBack } from "../backward/walk-back.js";
import { ruleOf } from "../rules/derivative/index.js";
import type { RuleContext } from "../rules/derivative/rule.js";
import { colourCorrelation } from "./colour-decorrelation.js";
import { fourierBasis, periodsOf } from "./fourier-basis.js";

/** How pixels in [0, 1] become what a network takes: gain · pixel + offset, for each of its channels. */
export interface PixelMapping {
  /** The colours that three channels carry, 0 red, 1 green, 2 blue; null where the channels are no colours. */
  readonly colours: readonly [number, number, number] | null;
  readonly gain: readonly number[];
  readonly offset: readonly number[];
}

/** Names of the inputs. */
export const parametrisationInputs = {
  /** `[N, C, W, H]`: coefficients by column frequency, then row frequency. */
  spectrum: "spectrum",
  /** `[N, C, H, W]`: the weight on the image that is carried back. */
  weight: "weight on the image",
} as const;

export interface ImageParametrisation {
  /** From the spectrum. */
  readonly render: {
    readonly network: Network;
    /** `[N, C, H, W]`: as the network takes it. */
    readonly image: string;
    /** `[N, C, H, W]`, in [0, 1], channels as the network orders them. */
    readonly pixels: string;
  };
  /** From the spectrum and a weight on the image. */
  readonly pull: {
    readonly network: Network;
    /** `[N, C, W, H]`: ∂ Σ weight · image / ∂ spectrum. */
    readonly gradient: string;
  };
}

type ImageSize = readonly [height: number, width: number];

export function buildImageParametrisation(size: ImageSize, mapping: PixelMapping): ImageParametrisation {
  const forward = new NetworkBuilder();
  const { image, pixels } = renderImage(forward, size, mapping);
  return {
    render: { network: forward.build([image, pixels]), image: image.name, pixels: pixels.name },
    pull: pullBack(size, mapping),
  };
}

function renderImage(b: NetworkBuilder, [height, width]: ImageSize, mapping: PixelMapping) {
  const channels = mapping.gain.length;
  const spectrum = b.input(parametrisationInputs.spectrum, [BATCH, channels, width, height]);
  const amplitudes = b.multiply(spectrum, b.constant(spectrumScale([height, width])));
  const overRows = b.matMul(amplitudes, b.constant(fourierBasis(height)));
  const planes = b.matMul(b.transpose(overRows, [0, 1, 3, 2]), b.constant(fourierBasis(width)));
  const pixels = b.scalarFunction({ name: "sigmoid" }, correlateColours(b, planes, mapping));
  const perChannel = (values: readonly number[]) => b.constant(tensor([1, channels, 1, 1], values));
  const image = b.add(b.multiply(pixels, perChannel(mapping.gain)), perChannel(mapping.offset));
  return { spectrum, image, pixels };
}

/** `[1, 1, W, H]`: amplitude that a coefficient of 1 stands for. */
function spectrumScale([height, width]: ImageSize) {
  const least = 1 / Math.max(height, width);
  const data = new Float32Array(width * height);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < height; j++) {
      const frequency = Math.hypot(periodsOf(i) / width, periodsOf(j) / height);
      data[i * height + j] = Math.SQRT2 / 4 / Math.max(frequency, least);
    }
  }
  return tensor([1, 1, width, height], data);
}

/** Three colours are correlated as in photographs, in the network's order; other channels stay apart. */
function correlateColours(b: NetworkBuilder, planes: Value, { colours }: PixelMapping): Value {
  if (colours === null) return planes;
  const rows = colours.flatMap((colour) => colourCorrelation[colour]!);
  const kernel = tensor([3, 3, 1, 1], rows);
  const plain = { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 } as const;
  return b.apply({ type: "convolution", ...plain }, [planes, b.constant(kernel)]);
}

function pullBack(size: ImageSize, mapping: PixelMapping): ImageParametrisation["pull"] {
  const builder = new NetworkBuilder();
  const { spectrum, image } = renderImage(builder, size, mapping);
  const forward = builder.build([image]);
  const context: RuleContext = {
    builder,
    network: forward,
    valueAt: (name) => ({ name, shape: forward.constants.get(name)?.shape ?? nodeNamed(forward, name).shape }),
    routeOf: ({ name }) => {
      throw new RangeError(`${name} is no max pool`);
    },
  };
  const weight = builder.input(parametrisationInputs.weight, image.shape);
  const moving = [...forward.nodes.values()].filter(({ operation }) => operation.type !== "input");
  const reached = walkBack(builder, moving, [image.name, weight], (node, g) =>
    toInputs(node, ruleOf(node.operation).pull(context, node, g)),
  );
  const gradient = reached.get(spectrum.name)!;
  return { network: builder.build([gradient]), gradient: gradient.name };
}
