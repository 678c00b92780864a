/**
 * Control flow that is decided before any image is seen: an `If` by a constant condition becomes its branch, a `Loop` by a
 * constant count its body as often. Scripted models have both, their conditions folded from shapes and settings.
 */
import { DataType, type GraphProto, type NodeProto, type TensorProto } from "./format.js";
import { integersFromProto } from "./tensor-data.js";

/** Longer loops are not written out. */
const maxIterations = 1000;

interface Inlined {
  readonly nodes: readonly NodeProto[];
  readonly constants: readonly TensorProto[];
}

/** @returns whether anything was inlined, in place. */
export function inlineControlFlow(graph: GraphProto): boolean {
  const constants = new Map((graph.initializer ?? []).map((proto) => [proto.name ?? "", proto]));
  let changed = false;
  graph.node = (graph.node ?? []).flatMap((node) => {
    const inlined = inlineNode(node, constants);
    if (!inlined) return [node];
    changed = true;
    graph.initializer = [...(graph.initializer ?? []), ...inlined.constants];
    return inlined.nodes;
  });
  return changed;
}

function inlineNode(node: NodeProto, constants: ReadonlyMap<string, TensorProto>): Inlined | undefined {
  if (node.opType === "If") return inlineIf(node, constants);
  return node.opType === "Loop" ? inlineLoop(node, constants) : undefined;
}

function inlineIf(node: NodeProto, constants: ReadonlyMap<string, TensorProto>): Inlined | undefined {
  const condition = constants.get(node.input?.[0] ?? "");
  if (!condition) return undefined;
  const branch = subgraph(node, integersFromProto(condition)[0] ? "then_branch" : "else_branch");
  const made = copyOf(branch, `${nameOf(node)}/`, new Map());
  return { nodes: [...made.nodes, ...identities(made.outputs, node.output ?? [])], constants: made.constants };
}

function inlineLoop(node: NodeProto, constants: ReadonlyMap<string, TensorProto>): Inlined | undefined {
  const [count = "", condition = "", ...initial] = node.input ?? [];
  const times = constants.has(count) ? integersFromProto(constants.get(count)!)[0]! : undefined;
  const starts =
    condition === "" || Boolean(constants.has(condition) && integersFromProto(constants.get(condition)!)[0]);
  const body = subgraph(node, "body");
  const carried = initial.length;
  const isPlain = body.output!.length === carried + 1 && goesOn(body, constants);
  if (times === undefined || times > maxIterations || !starts || !isPlain) return undefined;
  const [iteration, before, ...state] = body.input!.map(({ name }) => name) as [string, string, ...string[]];
  const nodes: NodeProto[] = [];
  const made: TensorProto[] = [];
  let values = initial;
  for (let i = 0; i < times; i += 1) {
    const prefix = `${nameOf(node)}/${i}/`;
    const index = `${prefix}iteration`;
    const goes = `${prefix}condition`;
    made.push({ name: index, dims: [], dataType: DataType.INT64, int64Data: [i] });
    made.push({ name: goes, dims: [], dataType: DataType.BOOL, int32Data: [1] });
    const outer = new Map([[iteration, index], [before, goes], ...state.map((name, s) => [name, values[s]!] as const)]);
    const copy = copyOf(body, prefix, outer);
    nodes.push(...copy.nodes);
    made.push(...copy.constants);
    values = copy.outputs.slice(1);
  }
  return { nodes: [...nodes, ...identities(values, node.output ?? [])], constants: made };
}

/** Whether a loop never ends before its count: its condition is handed on, or constantly true. */
function goesOn({ input, output, node, initializer }: GraphProto, outer: ReadonlyMap<string, TensorProto>): boolean {
  let name = output![0]!.name;
  for (let maker = makerOf(node, name); maker?.opType === "Identity" || maker?.opType === "Cast"; ) {
    name = maker.input![0]!;
    maker = makerOf(node, name);
  }
  if (name === input![1]!.name) return true;
  const stored = (initializer ?? []).find((proto) => proto.name === name) ?? outer.get(name);
  const constant = stored ?? makerOf(node, name)?.attribute?.find((attribute) => attribute.name === "value")?.t;
  return constant !== undefined && integersFromProto(constant)[0] === 1;
}

const makerOf = (nodes: readonly NodeProto[] | undefined, name: string) =>
  (nodes ?? []).find(({ output }) => output?.includes(name));

const nameOf = ({ name, output }: NodeProto): string => name || output![0]!;

function subgraph({ attribute }: NodeProto, name: string): GraphProto {
  const graph = attribute?.find((candidate) => candidate.name === name)?.g;
  if (!graph) throw new RangeError(`it has no ${name}`);
  return graph;
}

/** The nodes of a subgraph with names of their own; what they read from outside stays. */
function copyOf(
  graph: GraphProto,
  prefix: string,
  given: ReadonlyMap<string, string>,
): Inlined & { readonly outputs: string[] } {
  const own = new Set([
    ...(graph.initializer ?? []).map(({ name = "" }) => name),
    ...(graph.node ?? []).flatMap(({ output }) => output ?? []),
  ]);
  const renamed = (name: string) => given.get(name) ?? (own.has(name) && name !== "" ? `${prefix}${name}` : name);
  return {
    nodes: (graph.node ?? []).map((node) => renameNode(node, prefix, renamed)),
    constants: (graph.initializer ?? []).map((proto) => ({ ...proto, name: renamed(proto.name ?? "") })),
    outputs: graph.output!.map(({ name }) => renamed(name)),
  };
}

function renameNode(node: NodeProto, prefix: string, renamed: (name: string) => string): NodeProto {
  return {
    ...node,
    name: `${prefix}${nameOf(node)}`,
    input: (node.input ?? []).map(renamed),
    output: (node.output ?? []).map(renamed),
    attribute: (node.attribute ?? []).map((attribute) =>
      attribute.g ? { ...attribute, g: renameReads(attribute.g, renamed) } : attribute,
    ),
  };
}

/** A subgraph inside one that was renamed: what it reads from there. */
function renameReads(graph: GraphProto, renamed: (name: string) => string): GraphProto {
  const own = new Set([
    ...(graph.initializer ?? []).map(({ name = "" }) => name),
    ...(graph.input ?? []).map(({ name }) => name),
    ...(graph.node ?? []).flatMap(({ output }) => output ?? []),
  ]);
  const outside = (name: string) => (own.has(name) ? name : renamed(name));
  return {
    ...graph,
    node: (graph.node ?? []).map((node) => ({
      ...node,
      input: (node.input ?? []).map(outside),
      attribute: (node.attribute ?? []).map((attribute) =>
        attribute.g ? { ...attribute, g: renameReads(attribute.g, outside) } : attribute,
      ),
    })),
    output: (graph.output ?? []).map((output) => ({ ...output, name: outside(output.name) })),
  };
}

function identities(from: readonly string[], to: readonly string[]): NodeProto[] {
  return to.flatMap((name, i) =>
    name ? [{ opType: "Identity", name: `${name}/identity`, input: [from[i]!], output: [name], attribute: [] }] : [],
  );
}
