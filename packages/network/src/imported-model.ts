/** What every importer gives, whatever the format. */
import { GipfelError } from "@gipfel/contracts";
import type { Value } from "./builder.js";
import type { ModelOutput } from "./heads.js";
import { imageForm } from "./lower/spatial-axes.js";
import type { Network } from "./network.js";
import type { Positions } from "./score-map.js";
import { describeShape, fixedDimension } from "./shape.js";

export interface ImportOptions {
  /** Output tensor to explain; needed only where the model has several. */
  readonly target?: string;
  /** Sizes of the spatial axes where the file leaves them open; 224 × 224 by default. */
  readonly spatial?: readonly number[];
  /** What is explained of an output with positions; their mean by default. */
  readonly positions?: Positions;
  /** Inputs beside the image, by name: one number for all elements, or one for each. */
  readonly inputs?: Readonly<Record<string, readonly number[]>>;
}

export interface ImportedModel {
  /** From images `[N, C, H, W]` to logits `[N, K]`. */
  readonly network: Network;
  /** The file's name without its folder; for a `model.json` the folder's. */
  readonly name: string;
  /** SHA-256 of the file and of the weight files it names, in the order of their first use; hexadecimal. */
  readonly hash: string;
  /** Channels, height, width; a signal has height 1, the planes of a volume lie one below the other. */
  readonly input: readonly [number, number, number];
  /** Channels and spatial sizes of one image, as the file has them: `[C, L]`, `[C, H, W]` or `[C, D, H, W]`. */
  readonly inputSizes: readonly number[];
  /** Whether the file leaves spatial sizes open. */
  readonly isOpen: boolean;
  /** Whether images are `[N, H, W, C]` to the file. */
  readonly channelsLast: boolean;
  /** Whether images are bytes, 0 to 255, to the file. */
  readonly takesBytes: boolean;
  /** Name of the output that is explained. */
  readonly output: string;
  /** All outputs of the file, in its order. */
  readonly heads: readonly ModelOutput[];
  /** What stands for an output with positions, and their sizes; null for one number per class. */
  readonly positions: { readonly sizes: readonly number[]; readonly chosen: Positions } | null;
  /** Number of scalar outputs of the one that is explained. */
  readonly outputs: number;
  /** The function stripped from the head, if any. */
  readonly stripped: "softmax" | "sigmoid" | null;
  /** How often each operation of the file occurs, by its ONNX, TensorFlow or Keras name; in ONNX after canonicalisation. */
  readonly operations: Readonly<Record<string, number>>;
  /** What is computed otherwise than the file says, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Channels, height and width that the input of a network takes.
 *
 * @throws GipfelError MODEL_UNSUPPORTED where it takes no images `[N, C, H, W]`, signals `[N, C, L]` or volumes `[N, C, D, H, W]`.
 */
export function imageShape({ name, shape: given }: Value, file: string): [number, number, number] {
  const shape = imageForm(given);
  if (shape.length !== 4) {
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file}: input ${name} has shape ${describeShape(given)}; an image input [N, C, H, W] is supported, a signal [N, C, L] or a volume [N, C, D, H, W]`,
    );
  }
  return [fixedDimension(shape, 1), fixedDimension(shape, 2), fixedDimension(shape, 3)];
}

/** Channels and spatial sizes of one image. */
export function inputSizes({ shape }: Value): number[] {
  return shape.slice(1).map((_, axis) => fixedDimension(shape, axis + 1));
}

/** How often each name occurs, in the order of the names. */
export function countNames(names: Iterable<string>): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
