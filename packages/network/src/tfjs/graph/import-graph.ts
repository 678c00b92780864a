/** From the nodes of a graph model, whose batch may be fixed, to operations of a network, whose batch is free. */
import { GipfelError, messageOf } from "@gipfel/contracts";
import type { NetworkBuilder } from "../../builder.js";
import { listNames } from "../../list-names.js";
import type { ImportedGraph } from "../imported-graph.js";
import { importInput } from "../input.js";
import { isNaturalNumber, isObject, type JsonObject, property } from "../json.js";
import { TensorNames } from "../tensor-names.js";
import { topologicalOrder } from "../topological-order.js";
import type { Weight } from "../weights.js";
import { arithmeticNodes } from "./arithmetic.js";
import { shapeOfProto } from "./attributes.js";
import { convolutionNodes } from "./convolution.js";
import { folds } from "./fold.js";
import { type GraphNode, readGraphDef, readReference, type TensorReference } from "./graph-def.js";
import { movementNodes } from "./movement.js";
import { isConstant, NodeContext, type NodeTable, type Operand } from "./node-context.js";

const nodeTable: NodeTable = { ...convolutionNodes, ...arithmeticNodes, ...movementNodes };

/** Nodes that stand for data of their own. */
const sources = new Set(["Placeholder", "Const"]);

/** @throws GipfelError MODEL_UNREADABLE, MODEL_UNSUPPORTED */
export function importGraph(
  { topology, signature, weights }: GraphModel,
  builder: NetworkBuilder,
  spatial: readonly number[],
  file: string,
): ImportedGraph {
  const { nodes } = readGraphDef(topology, file);
  const outputs = outputsOf(nodes, signature, file);
  const nodeOf = ({ node }: TensorReference): GraphNode => {
    const found = nodes.get(node);
    if (!found) throw new GipfelError("MODEL_UNREADABLE", `${file} refers to node ${node}, which there is not`);
    return found;
  };
  const order = topologicalOrder(
    outputs.map(({ reference }) => nodeOf(reference)),
    ({ inputs }) => inputs.map(nodeOf),
    ({ name }) => new GipfelError("MODEL_UNREADABLE", `${file}: node ${name} depends on itself`),
  );
  refuseUnsupported(order, file);
  const placeholder = onlyInput(order, file);
  const sizes =
    inPlaceOf(placeholder, () => placeholder.attributes.shape("shape")) ??
    shapeInSignature(signature, placeholder.name);
  const { view: input, isOpen, channelsLast } = importInput(builder, placeholder.name, sizes, spatial, file);
  const batch = isNaturalNumber(sizes?.[0]) && sizes[0] > 0 ? sizes[0] : 1;
  const names = new TensorNames();
  names.reserve(placeholder.name);
  const made = new Map<GraphNode, readonly Operand[]>([[placeholder, [input]]]);
  const operandOf = (reference: TensorReference): Operand => {
    const operand = made.get(nodeOf(reference))?.[reference.output];
    if (operand) return operand;
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file}: output ${reference.output} of node ${reference.node} is not supported`,
    );
  };
  for (const node of order) {
    if (node === placeholder) continue;
    const results =
      node.op === "Const" ? [constantOf(node, weights, file)] : importNode(node, operandOf, builder, batch);
    made.set(node, results);
    results.forEach((result, i) => {
      if (!isConstant(result)) names.assign(result.value, i === 0 ? node.name : `${node.name}:${i}`);
    });
  }
  return {
    input: input.value,
    isOpen,
    channelsLast,
    outputs: outputs.flatMap(({ reference, name, alias }) => {
      const view = operandOf(reference);
      return isConstant(view) ? [] : [{ name, view, alias }];
    }),
    names,
    operations: order.filter(({ op }) => !sources.has(op)).map(({ op }) => op),
  };
}

export interface GraphModel {
  readonly topology: JsonObject;
  readonly signature: JsonObject | undefined;
  readonly weights: ReadonlyMap<string, Weight>;
}

interface Output {
  readonly reference: TensorReference;
  readonly name: string;
  /** What the signature calls it. */
  readonly alias: string | undefined;
}

/** Those of the signature; where there is none, the nodes that no other reads. */
function outputsOf(nodes: ReadonlyMap<string, GraphNode>, signature: JsonObject | undefined, file: string): Output[] {
  const stated = signature && property(signature, "outputs");
  const listed = isObject(stated) ? Object.entries(stated) : [];
  const outputs = listed.flatMap(([alias, info]): Output[] => {
    const name = isObject(info) ? property(info, "name") : undefined;
    if (typeof name !== "string") return [];
    const reference = readReference(name);
    return [{ reference, name: reference.output === 0 ? reference.node : name, alias }];
  });
  if (outputs.length > 0) return outputs;
  const read = new Set([...nodes.values()].flatMap(({ inputs }) => inputs.map(({ node }) => node)));
  const leaves = [...nodes.values()].filter(({ name, op }) => !read.has(name) && op !== "NoOp" && !sources.has(op));
  if (leaves.length === 0) throw new GipfelError("MODEL_UNREADABLE", `${file} has no outputs`);
  return leaves.map(({ name }) => ({ reference: { node: name, output: 0 }, name, alias: undefined }));
}

function shapeInSignature(signature: JsonObject | undefined, name: string): number[] | undefined {
  const inputs = signature && property(signature, "inputs");
  const infos = isObject(inputs) ? Object.values(inputs).filter(isObject) : [];
  const info = infos.find((candidate) => {
    const stated = property(candidate, "name");
    return typeof stated === "string" && readReference(stated).node === name;
  });
  return info && shapeOfProto(property(info, "tensorShape"));
}

function refuseUnsupported(nodes: readonly GraphNode[], file: string): void {
  const known = (op: string) => sources.has(op) || Object.hasOwn(nodeTable, op) || Object.hasOwn(folds, op);
  const found = nodes.filter(({ op }) => !known(op));
  const [first] = found;
  if (!first) return;
  const names = [...new Set(found.map(({ op }) => op))];
  const supported = [...new Set([...Object.keys(nodeTable), ...Object.keys(folds)])].sort();
  throw new GipfelError(
    "MODEL_UNSUPPORTED",
    `${file} uses unsupported operations: ${listNames(names)} (first at node ${first.name}); supported: ${supported.join(", ")}`,
    { details: { operations: names } },
  );
}

function onlyInput(nodes: readonly GraphNode[], file: string): GraphNode {
  const placeholders = nodes.filter(({ op }) => op === "Placeholder");
  const [only] = placeholders;
  if (only && placeholders.length === 1) return only;
  const names = listNames(placeholders.map(({ name }) => name));
  throw new GipfelError(
    "MODEL_UNSUPPORTED",
    `${file} has ${placeholders.length} inputs${names && ` (${names})`}; one image input is supported`,
  );
}

function constantOf({ name }: GraphNode, weights: ReadonlyMap<string, Weight>, file: string): Operand {
  const weight = weights.get(name);
  if (weight) return weight;
  throw new GipfelError("MODEL_UNREADABLE", `${file}: its weights hold no values of the constant ${name}`);
}

function importNode(
  node: GraphNode,
  operandOf: (reference: TensorReference) => Operand,
  builder: NetworkBuilder,
  batch: number,
): readonly Operand[] {
  const { op, attributes } = node;
  return inPlaceOf(node, () => {
    const operands = node.inputs.map(operandOf);
    const fold = Object.hasOwn(folds, op) && operands.every(isConstant) ? folds[op] : undefined;
    if (fold) return [fold(operands.filter(isConstant), attributes)];
    const importer = nodeTable[op];
    if (!importer) throw new RangeError("its inputs must be constants");
    const made = importer(new NodeContext(builder, node, operands, batch));
    return Array.isArray(made) ? made : [made];
  });
}

/** Errors say which node they are about. */
function inPlaceOf<T>({ op, name }: GraphNode, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof GipfelError) throw error;
    throw new GipfelError("MODEL_UNSUPPORTED", `operation ${op} (node ${name}): ${messageOf(error)}`, { cause: error });
  }
}
