/**
 * Whether all neuron pairs of a segment follow from one weight gradient per convolution: every path from a source to
 * the target mixes channels at most once. Then each mixing operation gives a block of the pair matrices, for all the
 * sources that enter it on channels of their own, and the paths that mix none give diagonals.
 */
import { type Network, type NetworkNode, nodeNamed } from "@gipfel/network";
import { ruleOf } from "../rules/derivative/index.js";
import {
  type ChannelLabels,
  collapseLabels,
  expandLabels,
  mergeLabels,
  ownChannels,
  pullLabels,
  pushLabels,
} from "./channel-labels.js";
import type { ChannelStructure } from "./channel-structure.js";
import { sameChannels } from "./channel-structure.js";
import { isDense } from "./dense-layer.js";
import type { NodePath } from "./path-degree.js";

/** A source's channels at the input of a mixing operation. */
export interface BlockSource {
  readonly source: string;
  /** Source channel of each channel of the input (of each element for a dense layer); −1: none. */
  readonly rows: Int32Array;
}

export interface MixingBlock {
  readonly node: NetworkNode;
  /** Sources that enter on disjoint channels. */
  readonly sources: readonly BlockSource[];
  /** Whether no other source enters: then what enters is the whole change of the input. */
  readonly whole: boolean;
  /** Target channel of each channel of the output; −1: none. */
  readonly columns: Int32Array;
}

export interface PairPaths {
  readonly blocks: readonly MixingBlock[];
  /** By source: source channel of each target channel along paths that mix nothing. */
  readonly diagonals: ReadonlyMap<string, Int32Array>;
}

/** Whether each target neuron hears the neuron of its own index in the only source, and no other. */
export function isIdentity({ blocks, diagonals }: PairPaths): boolean {
  const [only] = diagonals.values();
  return blocks.length === 0 && diagonals.size === 1 && only!.every((label, c) => label === c);
}

export interface LinearSegment {
  readonly network: Network;
  readonly target: string;
  /** Nodes that the frozen-linear map runs through, in topological order. */
  readonly nodes: readonly NetworkNode[];
  readonly paths: ReadonlyMap<string, NodePath>;
}

/** How a node depends on one of its dependencies. */
export function structureOf(
  { network, paths }: LinearSegment,
  node: NetworkNode,
  dependency: string,
): ChannelStructure {
  if (paths.get(node.name)!.step === "function") return sameChannels;
  return ruleOf(node.operation).structure(network, node, node.inputs.indexOf(dependency));
}

/** The pair paths from all sources, or undefined where some path mixes channels twice. */
export function findPairPaths(segment: LinearSegment, sources: readonly string[]): PairPaths | undefined {
  const backward = targetLabels(segment);
  const entering = new Map<NetworkNode, BlockSource[]>();
  const diagonals = new Map<string, Int32Array>();
  for (const source of sources) {
    const walked = walkFrom(segment, source);
    if (!walked) return undefined;
    if (walked.diagonal) diagonals.set(source, walked.diagonal);
    for (const { node, rows } of walked.mixed) {
      const list = entering.get(node) ?? [];
      list.push({ source, rows });
      entering.set(node, list);
    }
  }
  const blocks: MixingBlock[] = [];
  for (const node of segment.nodes) {
    const sourcesHere = entering.get(node);
    if (!sourcesHere) continue;
    const pulled = backward.get(node.name);
    const columns = pulled && collapseLabels(pulled);
    if (!columns) return undefined;
    const sets = disjointSets(sourcesHere);
    blocks.push(...sets.map((set) => ({ node, sources: set, whole: sets.length === 1, columns })));
  }
  return { blocks, diagonals };
}

interface Walk {
  readonly mixed: readonly { readonly node: NetworkNode; readonly rows: Int32Array }[];
  readonly diagonal: Int32Array | null;
}

function walkFrom(segment: LinearSegment, source: string): Walk | undefined {
  const forward = new Map<string, ChannelLabels>([[source, ownChannels(nodeNamed(segment.network, source).shape)]]);
  const crossed = new Set<string>();
  const mixed: { node: NetworkNode; rows: Int32Array }[] = [];
  for (const node of segment.nodes) {
    for (const dependency of segment.paths.get(node.name)!.dependencies) {
      const structure = structureOf(segment, node, dependency);
      if (crossed.has(dependency)) {
        if (structure.kind === "mixing") return undefined;
        crossed.add(node.name);
      }
      const labels = forward.get(dependency);
      if (!labels) continue;
      if (structure.kind === "mixing") {
        const rows = enteringRows(segment.network, node, labels);
        if (!rows) return undefined;
        mixed.push({ node, rows });
        crossed.add(node.name);
        continue;
      }
      const pushed = pushLabels(labels, structure, node.shape);
      const known = forward.get(node.name);
      const merged = pushed && known ? mergeLabels(known, pushed) : pushed;
      if (!merged) return undefined;
      forward.set(node.name, merged);
    }
  }
  const atTarget = forward.get(segment.target);
  const diagonal = atTarget ? collapseLabels(atTarget) : null;
  return diagonal === undefined ? undefined : { mixed, diagonal };
}

/** Only convolutions and dense layers have a rule for pairs. */
function enteringRows(network: Network, node: NetworkNode, labels: ChannelLabels): Int32Array | undefined {
  if (node.operation.type === "convolution") return collapseLabels(labels);
  return isDense(network, node) ? expandLabels(labels) : undefined;
}

/** Sources gathered into as few sets as they come in whose channels do not overlap. */
function disjointSets(sources: readonly BlockSource[]): BlockSource[][] {
  const sets: { taken: Uint8Array; members: BlockSource[] }[] = [];
  for (const candidate of sources) {
    const { rows } = candidate;
    const free = sets.find(({ taken }) => rows.every((row, i) => row < 0 || taken[i] === 0));
    const set = free ?? { taken: new Uint8Array(rows.length), members: [] };
    if (!free) sets.push(set);
    set.members.push(candidate);
    rows.forEach((row, i) => {
      if (row >= 0) set.taken[i] = 1;
    });
  }
  return sets.map(({ members }) => members);
}

/**
 * The target channel that each tensor's elements feed along paths that mix nothing. Tensors that feed several are left
 * out (a block there is not simple); tensors before a mixing operation are not reached.
 */
function targetLabels(segment: LinearSegment): Map<string, ChannelLabels> {
  const { network, target } = segment;
  const labels = new Map<string, ChannelLabels>([[target, ownChannels(nodeNamed(network, target).shape)]]);
  const spoiled = new Set<string>();
  for (const node of [...segment.nodes].reverse()) {
    const own = labels.get(node.name);
    for (const dependency of segment.paths.get(node.name)!.dependencies) {
      const structure = structureOf(segment, node, dependency);
      if (structure.kind === "mixing") continue;
      if (spoiled.has(node.name)) spoiled.add(dependency);
      if (!own) continue;
      const pulled = pullLabels(own, structure, nodeNamed(network, dependency).shape);
      const known = labels.get(dependency);
      const merged = pulled && known ? mergeLabels(known, pulled) : pulled;
      if (merged) labels.set(dependency, merged);
      else spoiled.add(dependency);
    }
  }
  for (const name of spoiled) labels.delete(name);
  return labels;
}
