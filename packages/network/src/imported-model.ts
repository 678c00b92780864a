/** What every importer gives, whatever the format. */
import { GipfelError } from "@gipfel/contracts";
import type { Value } from "./builder.js";
import type { ModelOutput } from "./heads.js";
import type { Network } from "./network.js";
import { describeShape, fixedDimension } from "./shape.js";

export interface ImportOptions {
  /** Output tensor to explain; needed only where the model has several. */
  readonly target?: string;
  /** Height and width where the file leaves them open; default 224 × 224. */
  readonly spatial?: readonly [number, number];
}

export interface ImportedModel {
  /** From images `[N, C, H, W]` to logits `[N, K]`. */
  readonly network: Network;
  /** The file's name without its folder; for a `model.json` the folder's. */
  readonly name: string;
  /** SHA-256 of the file and of the weight files it names, in the order of their first use; hexadecimal. */
  readonly hash: string;
  /** Channels, height, width. */
  readonly input: readonly [number, number, number];
  /** Whether images are bytes, 0 to 255, to the file. */
  readonly takesBytes: boolean;
  /** Name of the output that is explained. */
  readonly output: string;
  /** All outputs of the file, in its order. */
  readonly heads: readonly ModelOutput[];
  /** Number of scalar outputs of the one that is explained. */
  readonly outputs: number;
  /** The function stripped from the head, if any. */
  readonly stripped: "softmax" | "sigmoid" | null;
  /** How often each operation of the file occurs, by its ONNX, TensorFlow or Keras name; in ONNX after canonicalisation. */
  readonly operations: Readonly<Record<string, number>>;
}

/**
 * Channels, height and width that the input of a network takes.
 *
 * @throws GipfelError MODEL_UNSUPPORTED where it takes no images `[N, C, H, W]`.
 */
export function imageShape({ name, shape }: Value, file: string): [number, number, number] {
  if (shape.length !== 4) {
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file}: input ${name} has shape ${describeShape(shape)}; an image input [N, C, H, W] is supported`,
    );
  }
  return [fixedDimension(shape, 1), fixedDimension(shape, 2), fixedDimension(shape, 3)];
}

/** How often each name occurs, in the order of the names. */
export function countNames(names: Iterable<string>): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
