/**
 * Canonical form of a user's model, by onnxruntime's own optimiser at level `basic`: constants and shape arithmetic
 * folded, batch norm merged into convolutions, dropout and identities removed. The batch is fixed at 1 first, so that
 * shape arithmetic over it folds too; the importer frees it again.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { InferenceSession } from "onnxruntime-node";
import {
  type DimensionProto,
  decodeModel,
  encodeModel,
  type GraphProto,
  type ModelProto,
  type ValueInfoProto,
} from "./format.js";

export const oldestOpset = 7;

/**
 * onnxruntime's merge of a zero pad into a max pool turns the zeros into −∞: other values where a window holds negative
 * numbers only, and other routing everywhere.
 */
export const unfaithfulOptimisers = "Pad_Fusion";

export interface CanonicalModel {
  readonly graph: GraphProto;
  readonly opset: number;
  readonly producer: string;
}

/**
 * @param spatial height and width for inputs whose file leaves them open.
 */
export async function canonicalise(
  model: ModelProto,
  file: string,
  spatial: readonly [number, number],
): Promise<CanonicalModel> {
  checkOpset(model, file);
  const graph = model.graph!;
  graph.valueInfo = [];
  fixShapes(graph, spatial);
  const optimised = await optimise(model, file);
  const opset = optimised.opsetImport?.find(({ domain }) => !domain)?.version ?? oldestOpset;
  return { graph: optimised.graph!, opset, producer: model.producerName ?? "" };
}

function checkOpset(model: ModelProto, file: string): void {
  const opset = model.opsetImport!.find(({ domain }) => !domain || domain === "ai.onnx")?.version ?? 1;
  if (opset < oldestOpset) {
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file} uses ONNX opset ${opset}; opset ${oldestOpset} or newer is supported: export it again, or convert it with onnx.version_converter`,
    );
  }
}

/** Graph inputs that are no initializers: the data. */
export function dataInputs(graph: GraphProto): ValueInfoProto[] {
  const initializers = new Set((graph.initializer ?? []).map(({ name }) => name));
  return (graph.input ?? []).filter(({ name }) => !initializers.has(name));
}

function fixShapes(graph: GraphProto, spatial: readonly [number, number]): void {
  for (const input of dataInputs(graph)) {
    const dimensions = input.type?.tensorType?.shape?.dim;
    if (!dimensions?.length) continue;
    const open: DimensionProto[] = [];
    dimensions.forEach((dimension, axis) => {
      if (axis === 0) Object.assign(dimension, { dimValue: 1, dimParam: undefined });
      else if (!dimension.dimValue) open.push(dimension);
    });
    open.forEach((dimension, i) => {
      Object.assign(dimension, { dimValue: spatial[i] ?? 1, dimParam: undefined });
    });
  }
  for (const output of graph.output ?? []) {
    if (output.type?.tensorType) output.type.tensorType.shape = undefined;
  }
}

async function optimise(model: ModelProto, file: string): Promise<ModelProto> {
  const folder = await mkdtemp(join(tmpdir(), "gipfel-"));
  const target = join(folder, "model.onnx");
  try {
    const session = await InferenceSession.create(encodeModel(model), {
      graphOptimizationLevel: "basic",
      extra: { optimization: { disable_specified_optimizers: unfaithfulOptimisers } },
      optimizedModelFilePath: target,
      logSeverityLevel: 4,
    });
    await session.release();
    return decodeModel(await readFile(target));
  } catch (error) {
    throw new GipfelError("MODEL_UNSUPPORTED", explain(error, model, file), { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function explain(error: unknown, model: ModelProto, file: string): string {
  const foreign = new Set(
    (model.graph?.node ?? [])
      .filter(({ domain }) => domain && domain !== "ai.onnx")
      .map(({ opType, domain }) => `${domain}.${opType}`),
  );
  const hint = foreign.size > 0 ? ` (it uses ${[...foreign].join(", ")})` : "";
  const reason = messageOf(error).split("\n")[0]!.trim();
  return `${file} is not a valid ONNX model${hint}: ${reason}`;
}
