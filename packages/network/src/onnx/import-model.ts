/** From an ONNX file to a network with free batch, input `[N, C, H, W]` and one output of logits `[N, K]`. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { NetworkBuilder, type Value } from "../builder.js";
import type { Network } from "../network.js";
import { BATCH } from "../shape.js";
import { unsupported } from "./attributes.js";
import { type CanonicalModel, canonicalise, dataInputs } from "./canonicalise.js";
import type { GraphProto, NodeProto, TensorProto, ValueInfoProto } from "./format.js";
import { selectHead } from "./head.js";
import { ImportContext } from "./import-context.js";
import { operators } from "./operators/index.js";
import { readModel } from "./read-model.js";
import { widenFloat16 } from "./widen-float16.js";

export interface ImportOptions {
  /** Output tensor to explain; needed only where the model has several. */
  readonly target?: string;
  /** Height and width where the file leaves them open; default 224 × 224. */
  readonly spatial?: readonly [number, number];
}

export interface ImportedModel {
  readonly network: Network;
  /** File name without folder. */
  readonly name: string;
  /** SHA-256 of the file, hexadecimal. */
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

export async function importOnnx(file: string, options: ImportOptions = {}): Promise<ImportedModel> {
  const model = await readModel(file);
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  widenFloat16(model);
  const canonical = await canonicalise(model, file, options.spatial ?? [224, 224]);
  refuseUnsupported(canonical.graph, file);
  const builder = new NetworkBuilder();
  const { values, input } = importGraph(canonical, builder, file);
  const outputs = (canonical.graph.output ?? []).map(({ name }) => ({ name, value: values.get(name) }));
  const head = selectHead(builder, outputs, options.target, file);
  return {
    network: head.network,
    name: basename(file),
    hash: hash.digest("hex"),
    input,
    outputs: head.outputs,
    stripped: head.stripped,
    operations: countOperations(canonical.graph.node ?? []),
  };
}

function refuseUnsupported(graph: GraphProto, file: string): void {
  const found = (graph.node ?? []).filter(
    ({ opType, domain }) => !operators[opType] || (domain && domain !== "ai.onnx"),
  );
  if (found.length === 0) return;
  const names = [
    ...new Set(found.map(({ opType, domain }) => (domain && domain !== "ai.onnx" ? `${domain}.${opType}` : opType))),
  ];
  const first = found[0]!;
  throw new GipfelError(
    "MODEL_UNSUPPORTED",
    `${basename(file)} uses unsupported operations: ${names.join(", ")} (first at node ${first.name || first.output?.[0]}); supported: ${Object.keys(operators).sort().join(", ")}`,
  );
}

function importGraph(
  { graph, opset }: CanonicalModel,
  builder: NetworkBuilder,
  file: string,
): { values: Map<string, Value>; input: [number, number, number] } {
  const initializers = new Map<string, TensorProto>(
    (graph.initializer ?? []).map((proto) => [proto.name ?? "", proto]),
  );
  const values = new Map<string, Value>();
  const [data, ...others] = dataInputs(graph);
  if (!data || others.length > 0) {
    const names = dataInputs(graph).map(({ name }) => name);
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${basename(file)} has ${names.length} inputs (${names.join(", ")}); one image input is supported`,
    );
  }
  const { value, input } = importInput(builder, data, file);
  values.set(data.name, value);
  for (const node of graph.node ?? []) {
    if (node.opType === "Constant") {
      const proto = node.attribute?.find(({ name }) => name === "value")?.t;
      if (!proto) throw unsupported(node, "only tensor constants are supported");
      initializers.set(node.output![0]!, proto);
      continue;
    }
    const made = importNode(new ImportContext(node, opset, builder, values, initializers));
    made.forEach((output, i) => {
      values.set(node.output![i]!, output);
    });
  }
  return { values, input };
}

function importNode(context: ImportContext): Value[] {
  try {
    const made = operators[context.node.opType]!(context);
    return Array.isArray(made) ? made : [made];
  } catch (error) {
    if (error instanceof GipfelError) throw error;
    throw unsupported(context.node, messageOf(error));
  }
}

/** The image input. A file that takes `[N, H, W, C]` gets `[N, C, H, W]` and a transposition. */
function importInput(
  builder: NetworkBuilder,
  data: ValueInfoProto,
  file: string,
): { value: Value; input: [number, number, number] } {
  const sizes = (data.type?.tensorType?.shape?.dim ?? []).map(({ dimValue }) => dimValue ?? 0);
  const [, a, b, c] = sizes;
  if (sizes.length !== 4 || !a || !b || !c) {
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${basename(file)}: input ${data.name} has shape [${sizes}]; an image input [N, C, H, W] is supported`,
    );
  }
  if (c <= 4 && a > 4) {
    const image = builder.input(data.name, [BATCH, c, a, b]);
    return { value: builder.transpose(image, [0, 2, 3, 1]), input: [c, a, b] };
  }
  return { value: builder.input(data.name, [BATCH, a, b, c]), input: [a, b, c] };
}

function countOperations(nodes: readonly NodeProto[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { opType } of nodes) counts[opType] = (counts[opType] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
