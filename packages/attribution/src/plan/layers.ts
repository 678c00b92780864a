/**
 * The layers of a network: the tensors an analysis may look at. After each nonlinearity; affine tensors that feed a
 * convolution or dense layer without one between (linear bottlenecks) or that carry a sum on to the next sum
 * (pre-activation streams); and the output.
 */
import { GipfelError } from "@gipfel/contracts";
import { BATCH, consumersOf, fixedDimension, type Network, type NetworkNode, nodeNamed } from "@gipfel/network";
import { isDense } from "./dense-layer.js";
import { activationInputs, elementwiseRoots, isAffineElementwise, isElementwise } from "./elementwise.js";
import { infiniteAtZero } from "./infinite-at-zero.js";
import { layerIds, madeUp, originalName } from "./layer-names.js";
import { mirrorsOfOutput } from "./mirrors-of-output.js";
import { findStatistics } from "./statistics.js";

export type LayerRole = "input" | "hidden" | "output";

export interface Layer {
  /** The name in `[A-Za-z0-9._-]`, never with `--`. */
  readonly id: string;
  /** Name of the tensor in the user's file. */
  readonly name: string;
  /** Name of the tensor in the network. */
  readonly tensor: string;
  readonly role: LayerRole;
  readonly neurons: number;
  /** Height and width; 1 × 1 for dense layers. */
  readonly size: readonly [number, number];
}

export type LayerChoice = "auto" | "all" | readonly string[];

/**
 * The chosen layers in topological order, the input first and the output last. `auto` is `all` without layers whose
 * neurons are the outputs one by one.
 *
 * @throws GipfelError LAYER_UNKNOWN for a name that is no layer-shaped tensor.
 */
export function chooseLayers(network: Network, choice: LayerChoice): Layer[] {
  const all = findLayerTensors(network);
  const chosen = chosenTensors(network, choice, all);
  const output = network.outputs[0]!;
  const hidden = chosen.filter((name) => name !== output && name !== network.inputs[0]);
  const tensors = [network.inputs[0]!, ...hidden, output];
  const names = tensors.map((tensor) => originalName(network, tensor));
  const ids = layerIds(names);
  return tensors.map((tensor, i) => describeLayer(network, tensor, names[i]!, ids[i]!, i, tensors.length));
}

function chosenTensors(network: Network, choice: LayerChoice, all: readonly string[]): readonly string[] {
  if (choice === "all") return all;
  if (choice !== "auto") return namedLayers(network, choice, all);
  const mirrors = mirrorsOfOutput(network, all);
  return all.filter((name) => !mirrors.has(name));
}

function describeLayer(network: Network, tensor: string, name: string, id: string, i: number, count: number): Layer {
  const { shape } = nodeNamed(network, tensor);
  const size = shape.length === 4 ? ([fixedDimension(shape, 2), fixedDimension(shape, 3)] as const) : ([1, 1] as const);
  const role = i === 0 ? "input" : i === count - 1 ? "output" : "hidden";
  return { id, name, tensor, role, neurons: fixedDimension(shape, 1), size };
}

function isLayerShaped({ shape }: NetworkNode): boolean {
  return shape[0] === BATCH && (shape.length === 2 || shape.length === 4);
}

/** Hidden layers in topological order. */
function findLayerTensors(network: Network): string[] {
  const found = new Set([...nonlinearLayers(network), ...affineLayers(network)]);
  found.delete(network.outputs[0]!);
  for (const name of infiniteAtZero(network, found)) found.delete(name);
  return [...network.nodes.values()]
    .filter((node) => found.has(node.name) && isLayerShaped(node))
    .map(({ name }) => name);
}

/**
 * Ends of elementwise nonlinear functions: `relu(z)`, but of `x·sigmoid(x)` only the product. Tensors that the importer
 * made up are parts of one operator of the file, and no layers.
 */
function nonlinearLayers(network: Network): string[] {
  const roots = elementwiseRoots(network, network.nodes.values());
  const consumers = consumersOf(network);
  const readersOf = (name: string) => consumers.get(name) ?? [];
  const joins = (node: NetworkNode) => activationInputs(network, node).length > 1;
  const inner = new Map<string, boolean>();
  for (const { name } of [...network.nodes.values()].reverse()) {
    const readers = readersOf(name);
    const sameRoot = (reader: NetworkNode) =>
      roots.get(reader.name) === roots.get(name) && reader.name !== roots.get(reader.name);
    inner.set(
      name,
      readers.length > 0 && readers.every((reader) => sameRoot(reader) && (joins(reader) || inner.get(reader.name)!)),
    );
  }
  const statistics = findStatistics(network);
  return [...network.nodes.values()]
    .filter((node) => isElementwise(network, node) && roots.get(node.name) !== node.name)
    .filter((node) => !isAffineElementwise(network, node) && !inner.get(node.name))
    .filter(({ name, operation }) => !statistics.has(name) && operation.type !== "comparison")
    .map((node) => afterScalarFactors(network, node, readersOf))
    .filter((name) => !isPart(network, name, readersOf(name)));
}

/** Whether a tensor is one that the importer made up inside an operator; in a network without names of a file none is. */
function isPart(network: Network, name: string, readers: readonly NetworkNode[]): boolean {
  if (!name.startsWith(madeUp) || readers.length === 0 || readers.some((reader) => isMixing(network, reader)))
    return false;
  return [...network.nodes.values()].some((node) => node.inputs.length > 0 && !node.name.startsWith(madeUp));
}

/** Past signs, and factors and terms that are one number, such as the division by 6 of an exported hard-swish. */
function afterScalarFactors(network: Network, node: NetworkNode, readersOf: (name: string) => NetworkNode[]): string {
  const [reader, ...others] = readersOf(node.name);
  if (!reader || others.length > 0 || !isElementwise(network, reader) || !isAffineElementwise(network, reader))
    return node.name;
  const constants = reader.inputs.filter((input) => network.constants.has(input));
  const single =
    reader.operation.type === "scalar" ||
    (constants.length === 1 && network.constants.get(constants[0]!)!.data.length === 1);
  return single ? afterScalarFactors(network, reader, readersOf) : node.name;
}

const isMixing = (network: Network, node: NetworkNode): boolean =>
  node.operation.type === "convolution" || isDense(network, node);

function affineLayers(network: Network): string[] {
  const consumers = consumersOf(network);
  const found: string[] = [];
  for (const node of network.nodes.values()) {
    if (isMixing(network, node)) found.push(...affineFeeds(network, node.inputs[0]!));
    if (isSum(network, node) && leadsToSum(network, consumers, node)) found.push(node.name);
  }
  return found;
}

function isSum(network: Network, { operation, inputs }: NetworkNode): boolean {
  return (
    operation.type === "binary" && operation.name === "add" && inputs.every((input) => !network.constants.has(input))
  );
}

function leadsToSum(network: Network, consumers: Map<string, NetworkNode[]>, node: NetworkNode): boolean {
  return (consumers.get(node.name) ?? []).some((reader) => isSum(network, reader));
}

/** Affine tensors from which `tensor` is made by spatial operations, channel movements and factors alone. */
function affineFeeds(network: Network, tensor: string): string[] {
  const node = nodeNamed(network, tensor);
  const { type } = node.operation;
  if (isMixing(network, node) || isSum(network, node)) return [tensor];
  if (isElementwise(network, node) && isAffineElementwise(network, node)) {
    return affineFeeds(network, activationInputs(network, node)[0]!).length > 0 ? [tensor] : [];
  }
  const passes = ["slice", "pad", "resample", "reshape", "transpose", "averagePool", "reduce", "concat"];
  return passes.includes(type) ? activationInputs(network, node).flatMap((input) => affineFeeds(network, input)) : [];
}

function namedLayers(network: Network, names: readonly string[], all: readonly string[]): string[] {
  const byName = new Map([...network.nodes.values()].filter(isLayerShaped).map(({ name }) => [name, name]));
  layerIds([...byName.keys()]).forEach((id, i) => {
    const name = [...byName.keys()][i]!;
    if (!byName.has(id)) byName.set(id, name);
  });
  const wanted = new Set(
    names.map((name) => {
      const known = byName.get(name);
      if (!known)
        throw new GipfelError("LAYER_UNKNOWN", `there is no layer ${name}; this network has ${all.join(", ")}`);
      return known;
    }),
  );
  return [...network.nodes.keys()].filter((name) => wanted.has(name));
}
