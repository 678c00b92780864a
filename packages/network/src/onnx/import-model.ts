/** From an ONNX file to a network. */
import { basename } from "node:path";
import { NetworkBuilder } from "../builder.js";
import { channelsFirst } from "../channels-first.js";
import { selectHead } from "../head.js";
import { describeOutputs } from "../heads.js";
import { countNames, type ImportedModel, type ImportOptions, imageShape, inputSizes } from "../imported-model.js";
import type { Network } from "../network.js";
import { type CanonicalModel, canonicalise } from "./canonicalise.js";
import { fixConstantInputs } from "./constant-inputs.js";
import { dataInputs } from "./fix-shapes.js";
import { DataType } from "./format.js";
import { importGraph } from "./import-graph.js";
import { readModel } from "./read-model.js";
import { toFloat32 } from "./to-float32.js";

/** @throws GipfelError MODEL_NOT_FOUND, MODEL_UNREADABLE, MODEL_UNSUPPORTED, TARGET_UNKNOWN */
export async function importOnnx(file: string, options: ImportOptions = {}): Promise<ImportedModel> {
  const { canonical, hash, notes } = await readCanonical(file, options);
  const builder = new NetworkBuilder();
  const { input, outputs } = importGraph(canonical, builder, file);
  const shape = imageShape(input, file);
  const head = selectHead(builder, outputs, options, file);
  return {
    network: channelsFirst(head.network),
    name: basename(file),
    hash,
    input: shape,
    inputSizes: inputSizes(input),
    isOpen: canonical.isOpen,
    channelsLast: canonical.channelsLast,
    takesBytes: dataInputs(canonical.graph)[0]?.type?.tensorType?.elemType === DataType.UINT8,
    output: head.name,
    heads: describeOutputs(outputs),
    outputs: head.outputs,
    stripped: head.stripped,
    positions: head.positions,
    operations: countNames((canonical.graph.node ?? []).map(({ opType }) => opType)),
    notes: [...notes, ...quantizationNote(canonical)],
  };
}

/**
 * Everything a file computes, as it stands: any input with a batch, all outputs that hang on it, in any shape, and the
 * softmax or sigmoid at the end kept.
 *
 * @throws GipfelError MODEL_NOT_FOUND, MODEL_UNREADABLE, MODEL_UNSUPPORTED
 */
export async function importOnnxGraph(file: string, options: Pick<ImportOptions, "spatial"> = {}): Promise<Network> {
  const { canonical } = await readCanonical(file, options);
  const builder = new NetworkBuilder();
  const { outputs } = importGraph(canonical, builder, file);
  const problem = outputs.find((output) => output.problem)?.problem;
  if (problem) throw problem;
  return builder.build(outputs.flatMap(({ value }) => value ?? []));
}

async function readCanonical(
  file: string,
  { spatial, inputs = {} }: Pick<ImportOptions, "spatial" | "inputs">,
): Promise<{ canonical: CanonicalModel; hash: string; notes: string[] }> {
  const { model, hash } = await readModel(file);
  fixConstantInputs(model.graph!, inputs, file);
  const notes = toFloat32(model).map((precision) => `${precision} is computed in float32`);
  return { canonical: await canonicalise(model, file, spatial), hash, notes };
}

function quantizationNote({ graph }: CanonicalModel): string[] {
  const rounds = graph.node?.some(({ opType }) => opType === "QuantizeLinear");
  return rounds ? ["quantized activations are rounded as in the file; gradients go straight through the rounding"] : [];
}
