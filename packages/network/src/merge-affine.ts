/**
 * Linear maps take in the constants that follow them, batch norm above all: fewer operations, layers that do not depend on
 * how a file was written, and for rules about linear layers one layer with one bias (as Montavon et al. 2019 advise).
 *
 *     scale · (W x + b) + shift = (scale · W) x + (scale · b + shift)
 */
import { consumersOf, type Network, type NetworkNode } from "./network.js";
import type { Operation } from "./operation.js";
import { sameShape } from "./shape.js";
import { type Tensor, tensor } from "./tensor.js";

/** A linear map with what follows it. */
interface Chain {
  /** The map first. */
  readonly nodes: NetworkNode[];
  /** Per output, of all that follows the map. */
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

/**
 * The same function with every convolution, and every matrix product with constant weights, merged with the sums,
 * products and quotients with constants per output that follow it: a convolution with bias, or a product and one sum.
 *
 * @param kept tensors that must stay; outputs of the network stay too.
 */
export function mergeAffine(network: Network, kept: ReadonlySet<string>): Network {
  const staying = new Set([...kept, ...network.outputs]);
  const consumers = consumersOf(network);
  const constants = new Map(network.constants);
  const replaced = new Map<string, readonly NetworkNode[]>();
  for (const node of network.nodes.values()) {
    if (!isLinearMap(network, node)) continue;
    const chain = chainFrom(network, consumers, staying, node);
    if (chain.nodes.length === 1) continue;
    for (const { name } of chain.nodes) replaced.set(name, []);
    replaced.set(chain.nodes.at(-1)!.name, merged(network, constants, chain));
  }
  const nodes = [...network.nodes.values()].flatMap((node) => replaced.get(node.name) ?? [node]);
  return withUsedConstants({ ...network, constants, nodes: new Map(nodes.map((node) => [node.name, node])) });
}

function isLinearMap({ constants }: Network, { operation, inputs }: NetworkNode): boolean {
  if (operation.type === "convolution") return inputs.slice(1).every((name) => constants.has(name));
  return operation.type === "matMul" && !operation.transposeB && constants.get(inputs[1]!)?.shape.length === 2;
}

function chainFrom(
  network: Network,
  consumers: ReadonlyMap<string, readonly NetworkNode[]>,
  staying: ReadonlySet<string>,
  start: NetworkNode,
): Chain {
  const outputs = outputsOf(network, start);
  const chain = { nodes: [start], scale: new Float64Array(outputs).fill(1), shift: new Float64Array(outputs) };
  for (let end = start; !staying.has(end.name); ) {
    const readers = consumers.get(end.name) ?? [];
    const [reader] = readers;
    if (!reader || readers.length > 1 || !takeIn(network, chain, reader)) break;
    chain.nodes.push(reader);
    end = reader;
  }
  return chain;
}

/** Whether `reader` is a constant scale or shift of the outputs; if so, it is taken in. */
function takeIn(network: Network, { scale, shift, nodes }: Chain, reader: NetworkNode): boolean {
  const end = nodes.at(-1)!;
  if (!sameShape(reader.shape, end.shape)) return false;
  const { operation, inputs } = reader;
  if (operation.type === "scalar") {
    if (operation.function.name !== "negate") return false;
    transform(scale, shift, () => [-1, 0]);
    return true;
  }
  if (operation.type !== "binary") return false;
  const isFirst = inputs[0] === end.name;
  const constant = network.constants.get(inputs[isFirst ? 1 : 0]!);
  const values = constant && perOutput(constant, end, scale.length);
  const factors = values && affineStep(operation, isFirst);
  if (!factors) return false;
  transform(scale, shift, (o) => factors(values(o)));
  return true;
}

/** Scale and shift of y from one constant c: y + c, y − c, c − y, y · c or y / c. */
function affineStep(
  { name }: Extract<Operation, { type: "binary" }>,
  isFirst: boolean,
): ((c: number) => readonly [number, number]) | undefined {
  switch (name) {
    case "add":
      return (c) => [1, c];
    case "subtract":
      return isFirst ? (c) => [1, -c] : (c) => [-1, c];
    case "multiply":
      return (c) => [c, 0];
    case "divide":
      return isFirst ? (c) => [1 / c, 0] : undefined;
    default:
      return undefined;
  }
}

function transform(scale: Float64Array, shift: Float64Array, step: (o: number) => readonly [number, number]): void {
  for (let o = 0; o < scale.length; o += 1) {
    const [factor, term] = step(o);
    scale[o] = scale[o]! * factor;
    shift[o] = shift[o]! * factor + term;
  }
}

/** A constant as a function of the output; undefined where it differs along another axis. */
function perOutput({ shape, data }: Tensor, node: NetworkNode, outputs: number): ((o: number) => number) | undefined {
  if (data.length === 1) return () => data[0]!;
  const axis = shape.length - (node.operation.type === "matMul" || node.shape.length === 2 ? 1 : 3);
  return data.length === outputs && shape[axis] === outputs ? (o) => data[o]! : undefined;
}

function outputsOf({ constants }: Network, { operation, inputs }: NetworkNode): number {
  return constants.get(inputs[1]!)!.shape[operation.type === "convolution" ? 0 : 1]!;
}

/** The nodes in place of a linear map and what follows it; their constants are added. */
function merged(
  network: Network,
  constants: Map<string, Tensor>,
  { nodes, scale, shift }: Chain,
): readonly NetworkNode[] {
  const [node, end] = [nodes[0]!, nodes.at(-1)!];
  const [x, weights, bias] = node.inputs as [string, string, string | undefined];
  const { shape, data } = network.constants.get(weights)!;
  const isConvolution = node.operation.type === "convolution";
  const own = bias === undefined ? undefined : network.constants.get(bias)!.data;
  const perOutputSize = data.length / scale.length;
  const outputAt = isConvolution ? (i: number) => Math.floor(i / perOutputSize) : (i: number) => i % scale.length;
  const names = { weights: `%weights of ${end.name}`, bias: `%bias of ${end.name}` };
  constants.set(
    names.weights,
    tensor(
      shape,
      data.map((value, i) => value * scale[outputAt(i)]!),
    ),
  );
  const terms = Float32Array.from(shift, (term, o) => (own?.[o] ?? 0) * scale[o]! + term);
  constants.set(names.bias, tensor([scale.length], terms));
  if (isConvolution) return [{ ...node, name: end.name, inputs: [x, names.weights, names.bias] }];
  const product = { ...node, name: `%product of ${end.name}`, inputs: [x, names.weights] };
  return [product, { ...end, operation: { type: "binary", name: "add" }, inputs: [product.name, names.bias] }];
}

function withUsedConstants(network: Network): Network {
  const used = new Set([...network.nodes.values()].flatMap(({ inputs }) => inputs));
  return { ...network, constants: new Map([...network.constants].filter(([name]) => used.has(name))) };
}
