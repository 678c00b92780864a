/**
 * Canonical form of a user's model, by onnxruntime's own optimiser at level `basic`: constants and shape arithmetic
 * folded, batch norm merged into convolutions, dropout and identities removed. Shapes are fixed first, the batch
 * included, so that arithmetic over them folds too.
 */
import "./no-telemetry.js";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { InferenceSession } from "onnxruntime-node";
import { listNames } from "../list-names.js";
import { dequantizeWeights } from "./dequantize-weights.js";
import { dataInputs, fixShapes } from "./fix-shapes.js";
import { decodeModel, encodeModel, type GraphProto, type ModelProto } from "./format.js";
import { inlineControlFlow } from "./inline-control-flow.js";
import { returnWeights, withholdWeights } from "./withheld-weights.js";

const oldestOpset = 7;

/** From this version on a graph need not list its constants among its inputs, which makes them foldable. */
const oldestIrVersion = 4;

/**
 * onnxruntime's merge of a zero pad into a max pool turns the zeros into −∞: other values where a window holds negative
 * numbers only, and other routing everywhere.
 */
export const unfaithfulOptimisers = "Pad_Fusion";

/**
 * The merge of a product over the last axis with its bias joins the images of a batch with positions; the other rounds
 * biases that the file does not round.
 */
const unwantedOptimisers = `${unfaithfulOptimisers};MatMulAddFusion;WeightBiasQuantization`;

/** Control flow inside control flow, so deep. */
const maxNesting = 8;

export interface CanonicalModel {
  readonly graph: GraphProto;
  readonly opset: number;
  /** Images that the graph takes at once: its batch is fixed. */
  readonly batch: number;
  /** Whether the file leaves spatial sizes open. */
  readonly isOpen: boolean;
  /** Whether the file takes images `[N, H, W, C]`. */
  readonly channelsLast: boolean;
}

/**
 * @param model changed in place.
 * @param spatial sizes of the spatial axes for inputs whose file leaves them open.
 * @throws GipfelError MODEL_UNSUPPORTED, STORAGE_FAILED where there is no room for it
 */
export async function canonicalise(
  model: ModelProto,
  file: string,
  spatial?: readonly number[],
): Promise<CanonicalModel> {
  checkOpset(model, file);
  const graph = model.graph!;
  graph.input = dataInputs(graph);
  model.irVersion = Math.max(model.irVersion ?? 0, oldestIrVersion);
  const { batch, isOpen, channelsLast } = fixShapes(graph, spatial, file);
  const withheld = withholdWeights(graph);
  let optimised = await optimise(model, file);
  if (hasFunctions(optimised)) optimised = await optimise(optimised, file);
  for (let depth = 0; depth < maxNesting && inlineControlFlow(optimised.graph!); depth += 1) {
    optimised = await optimise(optimised, file);
  }
  returnWeights(optimised.graph!, withheld);
  dequantizeWeights(optimised.graph!);
  const opset = optimised.opsetImport?.find(({ domain }) => !domain)?.version ?? oldestOpset;
  return { graph: optimised.graph!, opset, batch, isOpen, channelsLast };
}

/**
 * Whether the graph has operators that onnxruntime took apart into functions of others, such as group normalization or
 * Swish: it does so after it folded constants and shapes, and a second time folds those inside.
 */
function hasFunctions({ graph }: ModelProto): boolean {
  return graph?.node?.some(({ output }) => output?.some((name) => name.startsWith("_inlfunc_"))) ?? false;
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

async function optimise(model: ModelProto, file: string): Promise<ModelProto> {
  const folder = await mkdtemp(join(tmpdir(), "gipfel-"));
  const target = join(folder, "model.onnx");
  const bytes = encodeModel(model);
  try {
    const session = await InferenceSession.create(bytes, {
      graphOptimizationLevel: "basic",
      extra: { optimization: { disable_specified_optimizers: unwantedOptimisers } },
      optimizedModelFilePath: target,
      logSeverityLevel: 4,
    });
    await session.release();
    return decodeModel(await readFile(target));
  } catch (error) {
    await requireRoom(target, bytes);
    throw new GipfelError("MODEL_UNSUPPORTED", explain(error, model, file), { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** onnxruntime does not tell a file that it could not write from a model that it could not read: whether one can be written. */
async function requireRoom(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (cause) {
    const message = `the model could not be read: temporary file not written: ${messageOf(cause)}`;
    throw new GipfelError("STORAGE_FAILED", message, { cause });
  }
}

/** File, line and function with which onnxruntime begins some of its messages. */
const placeInSource = /\/onnxruntime_src\/\S+:\d+ .*?\)( \[with .*?\])?( \w+ was false\.)? /;

function explain(error: unknown, model: ModelProto, file: string): string {
  const foreign = new Set(
    (model.graph?.node ?? [])
      .filter(({ domain }) => domain && domain !== "ai.onnx")
      .map(({ opType, domain }) => `${domain}.${opType}`),
  );
  const hint = foreign.size > 0 ? ` (it uses ${listNames([...foreign])})` : "";
  const reason = messageOf(error).split("\n")[0]!.replace(placeInSource, "").trim();
  return `${file} is not a valid ONNX model${hint}: ${reason}`;
}
