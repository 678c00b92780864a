/**
 * What is explained or visualised, from text: a class, a neuron or a concept.
 *
 *     ambulance, 407            a class by name or index
 *     conv1:12, conv1:12@3,4    a neuron of a layer; at one position [row, column]
 *     conv1/3                   a concept: a node of an analysis
 */
import { chooseLayers, type Layer } from "@gipfel/attribution";
import { GipfelError } from "@gipfel/contracts";
import { fixedDimension, type Network, nodeNamed } from "@gipfel/network";
import type { NamedClass } from "./named-classes.js";
import type { NamedNode } from "./named-nodes.js";

export interface ResolvedTarget {
  readonly kind: "class" | "neuron" | "concept";
  /** The tensor whose neurons are meant. */
  readonly tensor: string;
  /** `[C]`: 1 at each neuron that is meant. */
  readonly weights: Float32Array;
  /** Row and column; null for all positions. */
  readonly position: readonly [number, number] | null;
  /** As people read it: a class's name, `layer:channel`, or a node's id. */
  readonly name: string;
}

export interface TargetSources {
  readonly network: Network;
  readonly classes: readonly NamedClass[];
  /** Nodes of an analysis; null where none was given. */
  readonly nodes: readonly NamedNode[] | null;
}

/** @throws GipfelError TARGET_UNKNOWN, LAYER_UNKNOWN */
export function resolveTarget(text: string, sources: TargetSources): ResolvedTarget {
  const target = classNamed(text, sources) ?? conceptNamed(text, sources) ?? neuronNamed(text, sources.network);
  if (target) return target;
  const concepts = sources.nodes ? "a node of the graph" : "with --graph a node";
  const outputs = outputsOf(sources.network);
  throw new GipfelError(
    "TARGET_UNKNOWN",
    `there is no target ${text}; it takes a class (name, or index 0 to ${outputs - 1}), layer:channel, or ${concepts}`,
  );
}

/** The class with an index. */
export function classTarget(index: number, { network, classes }: Omit<TargetSources, "nodes">): ResolvedTarget {
  return {
    kind: "class",
    tensor: network.outputs[0]!,
    weights: onesAt([index], outputsOf(network)),
    position: null,
    name: classes.find((known) => known.index === index)?.names[0] ?? String(index),
  };
}

function outputsOf(network: Network): number {
  return fixedDimension(nodeNamed(network, network.outputs[0]!).shape, 1);
}

function classNamed(text: string, sources: TargetSources): ResolvedTarget | undefined {
  const outputs = outputsOf(sources.network);
  const matching = sources.classes.filter(({ names }) => names.some((name) => plain(name) === plain(text)));
  const [found, another] = matching;
  if (another) {
    const indices = matching.map(({ index }) => index).join(" and ");
    throw new GipfelError("TARGET_UNKNOWN", `class ${text} is the name of outputs ${indices}; give the index`);
  }
  if (found) return classTarget(found.index, sources);
  return /^\d+$/.test(text) && Number(text) < outputs ? classTarget(Number(text), sources) : undefined;
}

/** Case, `_` and spaces do not count. */
function plain(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[_\s]+/g, "");
}

function conceptNamed(text: string, { network, nodes }: TargetSources): ResolvedTarget | undefined {
  const node = nodes?.find(({ id }) => id === text);
  if (!node) return undefined;
  const layer = layerNamed(network, node.layer);
  return {
    kind: "concept",
    tensor: layer.tensor,
    weights: onesAt(node.neurons, layer.neurons),
    position: null,
    name: text,
  };
}

function neuronNamed(text: string, network: Network): ResolvedTarget | undefined {
  const [, name, channel, row, column] = /^(.+):(\d+)(?:@(\d+),(\d+))?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const layer = layerNamed(network, name);
  const neuron = Number(channel);
  if (neuron >= layer.neurons) {
    throw new GipfelError(
      "TARGET_UNKNOWN",
      `layer ${name} has no neuron ${neuron}; it has ${layer.neurons} (0 to ${layer.neurons - 1})`,
    );
  }
  const position = row === undefined ? null : ([Number(row), Number(column)] as const);
  if (position && (position[0] >= layer.size[0] || position[1] >= layer.size[1])) {
    throw new GipfelError(
      "TARGET_UNKNOWN",
      `layer ${name} has no position ${row},${column}; it has ${layer.size[0]} rows and ${layer.size[1]} columns`,
    );
  }
  return {
    kind: "neuron",
    tensor: layer.tensor,
    weights: onesAt([neuron], layer.neurons),
    position,
    name: text,
  };
}

/**
 * A layer by its name in the user's file, or by its id.
 *
 * @throws GipfelError LAYER_UNKNOWN that lists the layers there are.
 */
export function layerNamed(network: Network, name: string): Layer {
  const ends = chooseLayers(network, []).filter((layer) => [layer.name, layer.id, layer.tensor].includes(name));
  const [end] = ends;
  return end ?? chooseLayers(network, [name]).find(({ role }) => role === "hidden")!;
}

function onesAt(neurons: readonly number[], count: number): Float32Array {
  const weights = new Float32Array(count);
  for (const neuron of neurons) weights[neuron] = 1;
  return weights;
}
