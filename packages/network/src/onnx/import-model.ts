/** From an ONNX file to a network. */
import { basename } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { NetworkBuilder } from "../builder.js";
import type { Network } from "../network.js";
import { describeShape, fixedDimension } from "../shape.js";
import { type CanonicalModel, canonicalise } from "./canonicalise.js";
import type { NodeProto } from "./format.js";
import { selectHead } from "./head.js";
import { importGraph } from "./import-graph.js";
import { readModel } from "./read-model.js";
import { widenFloat16 } from "./widen-float16.js";

export interface ImportOptions {
  /** Output tensor to explain; needed only where the model has several. */
  readonly target?: string;
  /** Height and width where the file leaves them open; default 224 × 224. */
  readonly spatial?: readonly [number, number];
}

export interface ImportedModel {
  /** From images `[N, C, H, W]` to logits `[N, K]`. */
  readonly network: Network;
  /** File name without folder. */
  readonly name: string;
  /** SHA-256 of the file and of the weight files it names, hexadecimal. */
  readonly hash: string;
  /** Channels, height, width. */
  readonly input: readonly [number, number, number];
  /** Number of scalar outputs. */
  readonly outputs: number;
  /** The function stripped from the head, if any. */
  readonly stripped: "softmax" | "sigmoid" | null;
  /** How often each ONNX operation occurs after canonicalisation. */
  readonly operations: Readonly<Record<string, number>>;
}

/** @throws GipfelError MODEL_NOT_FOUND, MODEL_UNREADABLE, MODEL_UNSUPPORTED, TARGET_UNKNOWN */
export async function importOnnx(file: string, options: ImportOptions = {}): Promise<ImportedModel> {
  const { canonical, hash } = await readCanonical(file, options.spatial);
  const builder = new NetworkBuilder();
  const { input, outputs } = importGraph(canonical, builder, file);
  if (input.shape.length !== 4) {
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file}: input ${input.name} has shape ${describeShape(input.shape)}; an image input [N, C, H, W] is supported`,
    );
  }
  const head = selectHead(builder, outputs, options.target, file);
  return {
    network: head.network,
    name: basename(file),
    hash,
    input: [1, 2, 3].map((axis) => fixedDimension(input.shape, axis)) as [number, number, number],
    outputs: head.outputs,
    stripped: head.stripped,
    operations: countOperations(canonical.graph.node ?? []),
  };
}

/**
 * Everything a file computes, as it stands: any input with a batch, all outputs that hang on it, in any shape, and the
 * softmax or sigmoid at the end kept.
 *
 * @throws GipfelError MODEL_NOT_FOUND, MODEL_UNREADABLE, MODEL_UNSUPPORTED
 */
export async function importOnnxGraph(file: string, options: Pick<ImportOptions, "spatial"> = {}): Promise<Network> {
  const { canonical } = await readCanonical(file, options.spatial);
  const builder = new NetworkBuilder();
  const { outputs } = importGraph(canonical, builder, file);
  return builder.build(outputs.flatMap(({ value }) => value ?? []));
}

async function readCanonical(
  file: string,
  spatial: readonly [number, number] = [224, 224],
): Promise<{ canonical: CanonicalModel; hash: string }> {
  const { model, hash } = await readModel(file);
  widenFloat16(model);
  return { canonical: await canonicalise(model, file, spatial), hash };
}

function countOperations(nodes: readonly NodeProto[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { opType } of nodes) counts[opType] = (counts[opType] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
