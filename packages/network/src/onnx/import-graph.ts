/** From a canonical ONNX graph, whose batch is fixed, to operations of a network, whose batch is free. */
import { GipfelError, messageOf } from "@gipfel/contracts";
import type { NetworkBuilder, Value } from "../builder.js";
import { listNames } from "../list-names.js";
import { BATCH } from "../shape.js";
import { qualifiedName, unsupported } from "./attributes.js";
import type { CanonicalModel } from "./canonicalise.js";
import { dataInputs } from "./fix-shapes.js";
import type { GraphProto, NodeProto, TensorProto, ValueInfoProto } from "./format.js";
import { ImportContext } from "./import-context.js";
import { operators } from "./operators/index.js";

export interface ImportedGraph {
  /** The one input, as the network takes it. */
  readonly input: Value;
  /** The outputs of the graph in its order; those that hang on no input have no value. */
  readonly outputs: readonly ImportedOutput[];
}

export interface ImportedOutput {
  readonly name: string;
  readonly value: Value | undefined;
  /** Why it has none, where it hangs on an operation that cannot be read. */
  readonly problem?: GipfelError;
  /** Whether it is positions, such as that of the largest logit, which nobody means who names no output. */
  readonly isPosition?: boolean;
}

/** Operators that give positions, not numbers: an output made of them is none to explain. */
const positionOperators = new Set(["ArgMax", "ArgMin", "TopK", "NonZero", "NonMaxSuppression", "Unique"]);
/** What may be done with them. */
const passing = new Set(["Cast", "Identity", "Squeeze", "Unsqueeze", "Reshape", "Flatten"]);

/**
 * An operation that cannot be read matters to the outputs that hang on it alone.
 *
 * @throws GipfelError MODEL_UNSUPPORTED
 */
export function importGraph(canonical: CanonicalModel, builder: NetworkBuilder, file: string): ImportedGraph {
  const { graph } = canonical;
  const data = onlyInput(graph, file);
  const { input, value } = importInput(builder, data, canonical.channelsLast);
  const values = new Map<string, Value>([[data.name, value]]);
  const folded = new Set<string>();
  const problems = new Map<string, GipfelError>();
  const initializers = new Map<string, TensorProto>(
    (graph.initializer ?? []).map((proto) => [proto.name ?? "", proto]),
  );
  for (const node of graph.node ?? []) {
    const outputs = node.output ?? [];
    const inherited = node.input?.map((name) => problems.get(name)).find((problem) => problem !== undefined);
    try {
      if (inherited) throw inherited;
      const made = importNode(new ImportContext(node, canonical, builder, values, initializers, folded));
      for (const [i, output] of made.entries()) values.set(outputs[i]!, output);
    } catch (error) {
      if (!(error instanceof GipfelError)) throw error;
      for (const output of outputs) problems.set(output, error);
    }
  }
  const outputs = (graph.output ?? []).map(({ name }): ImportedOutput => {
    const problem = problems.get(name);
    if (problem) {
      const isAside = isPosition(graph.node ?? [], name);
      return { name, value: undefined, problem: refusalOf(graph, name, file) ?? problem, isPosition: isAside };
    }
    if (!folded.has(name)) return { name, value: values.get(name) };
    const reason = "its first axis is not the batch, which would mix the images of a batch";
    return {
      name,
      value: undefined,
      problem: new GipfelError("MODEL_UNSUPPORTED", `${file}: output ${name}: ${reason}`),
    };
  });
  return { input, outputs };
}

/** Whether an output is positions, such as that of the largest logit. */
function isPosition(nodes: readonly NodeProto[], output: string): boolean {
  const maker = nodes.find((node) => node.output?.includes(output));
  if (!maker) return false;
  return positionOperators.has(maker.opType) || (passing.has(maker.opType) && isPosition(nodes, maker.input![0]!));
}

/** The nodes that a tensor is made of. */
function nodesBefore(nodes: readonly NodeProto[], tensor: string): NodeProto[] {
  const needed = new Set([tensor]);
  return nodes.toReversed().filter(({ input, output }) => {
    if (!output?.some((name) => needed.has(name))) return false;
    for (const name of input ?? []) needed.add(name);
    return true;
  });
}

/** Names all operations behind an output that cannot be read. */
function refusalOf(graph: GraphProto, output: string, file: string): GipfelError | undefined {
  const found = nodesBefore(graph.node ?? [], output)
    .filter((node) => !Object.hasOwn(operators, qualifiedName(node)))
    .reverse();
  const [first] = found;
  if (!first) return undefined;
  const names = [...new Set(found.map(qualifiedName))];
  return new GipfelError(
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
function importInput(
  builder: NetworkBuilder,
  { name, type }: ValueInfoProto,
  channelsLast: boolean,
): { input: Value; value: Value } {
  const sizes = (type?.tensorType?.shape?.dim ?? []).map(({ dimValue }) => dimValue!);
  if (channelsLast) {
    const input = builder.input(name, [BATCH, sizes[3]!, sizes[1]!, sizes[2]!]);
    return { input, value: builder.transpose(input, [0, 2, 3, 1]) };
  }
  const input = builder.input(name, [BATCH, ...sizes.slice(1)]);
  return { input, value: input };
}

function importNode(context: ImportContext): Value[] {
  try {
    const name = qualifiedName(context.node);
    if (!Object.hasOwn(operators, name)) throw unsupported(context.node, "it is not supported");
    const made = operators[name]!(context);
    return Array.isArray(made) ? made : [made];
  } catch (error) {
    if (error instanceof GipfelError) throw error;
    throw unsupported(context.node, messageOf(error));
  }
}
