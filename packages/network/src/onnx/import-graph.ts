/** From a canonical ONNX graph, whose batch is fixed, to operations of a network, whose batch is free. */
import { GipfelError, messageOf } from "@gipfel/contracts";
import type { NetworkBuilder, Value } from "../builder.js";
import { isChannelsLast } from "../image-input.js";
import { listNames } from "../list-names.js";
import { BATCH } from "../shape.js";
import { qualifiedName, unsupported } from "./attributes.js";
import type { CanonicalModel } from "./canonicalise.js";
import { dataInputs } from "./fix-shapes.js";
import type { GraphProto, TensorProto, ValueInfoProto } from "./format.js";
import { ImportContext } from "./import-context.js";
import { operators } from "./operators/index.js";

export interface ImportedGraph {
  /** The one input, as the network takes it. */
  readonly input: Value;
  /** The outputs of the graph in its order; those that hang on no input have no value. */
  readonly outputs: readonly { readonly name: string; readonly value: Value | undefined }[];
}

/** @throws GipfelError MODEL_UNSUPPORTED */
export function importGraph(canonical: CanonicalModel, builder: NetworkBuilder, file: string): ImportedGraph {
  const { graph } = canonical;
  refuseUnsupported(graph, file);
  const data = onlyInput(graph, file);
  const { input, value } = importInput(builder, data);
  const values = new Map<string, Value>([[data.name, value]]);
  const initializers = new Map<string, TensorProto>(
    (graph.initializer ?? []).map((proto) => [proto.name ?? "", proto]),
  );
  for (const node of graph.node ?? []) {
    const made = importNode(new ImportContext(node, canonical, builder, values, initializers));
    made.forEach((output, i) => {
      values.set(node.output![i]!, output);
    });
  }
  return { input, outputs: (graph.output ?? []).map(({ name }) => ({ name, value: values.get(name) })) };
}

function refuseUnsupported(graph: GraphProto, file: string): void {
  const found = (graph.node ?? []).filter((node) => !Object.hasOwn(operators, qualifiedName(node)));
  const [first] = found;
  if (!first) return;
  const names = [...new Set(found.map(qualifiedName))];
  throw new GipfelError(
    "MODEL_UNSUPPORTED",
    `${file} uses unsupported operations: ${listNames(names)} (first at node ${first.name || first.output?.[0]}); supported: ${Object.keys(operators).sort().join(", ")}`,
    { details: { operations: names } },
  );
}

function onlyInput(graph: GraphProto, file: string): ValueInfoProto {
  const inputs = dataInputs(graph);
  const [data] = inputs;
  if (data && inputs.length === 1) return data;
  const names = listNames(inputs.map(({ name }) => name));
  throw new GipfelError(
    "MODEL_UNSUPPORTED",
    `${file} has ${inputs.length} inputs${names && ` (${names})`}; one image input is supported${inputs.length > 1 ? ", others take a value: --input NAME=VALUE" : ""}`,
  );
}

/** A file that takes images `[N, H, W, C]` gets `[N, C, H, W]` and a transposition. */
function importInput(builder: NetworkBuilder, { name, type }: ValueInfoProto): { input: Value; value: Value } {
  const sizes = (type?.tensorType?.shape?.dim ?? []).map(({ dimValue }) => dimValue!);
  if (sizes.length === 4 && isChannelsLast(sizes)) {
    const input = builder.input(name, [BATCH, sizes[3]!, sizes[1]!, sizes[2]!]);
    return { input, value: builder.transpose(input, [0, 2, 3, 1]) };
  }
  const input = builder.input(name, [BATCH, ...sizes.slice(1)]);
  return { input, value: input };
}

function importNode(context: ImportContext): Value[] {
  try {
    const made = operators[qualifiedName(context.node)]!(context);
    return Array.isArray(made) ? made : [made];
  } catch (error) {
    if (error instanceof GipfelError) throw error;
    throw unsupported(context.node, messageOf(error));
  }
}
