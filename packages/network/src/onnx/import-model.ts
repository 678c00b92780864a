/** From an ONNX file to a network. */
import { basename } from "node:path";
import { NetworkBuilder } from "../builder.js";
import { selectHead } from "../head.js";
import { describeOutputs } from "../heads.js";
import { countNames, type ImportedModel, type ImportOptions, imageShape } from "../imported-model.js";
import type { Network } from "../network.js";
import { type CanonicalModel, canonicalise } from "./canonicalise.js";
import { dataInputs } from "./fix-shapes.js";
import { DataType } from "./format.js";
import { importGraph } from "./import-graph.js";
import { readModel } from "./read-model.js";
import { widenFloat16 } from "./widen-float16.js";

/** @throws GipfelError MODEL_NOT_FOUND, MODEL_UNREADABLE, MODEL_UNSUPPORTED, TARGET_UNKNOWN */
export async function importOnnx(file: string, options: ImportOptions = {}): Promise<ImportedModel> {
  const { canonical, hash } = await readCanonical(file, options.spatial);
  const builder = new NetworkBuilder();
  const { input, outputs } = importGraph(canonical, builder, file);
  const shape = imageShape(input, file);
  const head = selectHead(builder, outputs, options.target, file);
  return {
    network: head.network,
    name: basename(file),
    hash,
    input: shape,
    takesBytes: dataInputs(canonical.graph)[0]?.type?.tensorType?.elemType === DataType.UINT8,
    output: head.name,
    heads: describeOutputs(outputs),
    outputs: head.outputs,
    stripped: head.stripped,
    operations: countNames((canonical.graph.node ?? []).map(({ opType }) => opType)),
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
