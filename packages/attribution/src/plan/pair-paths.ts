/**
 * Whether all neuron pairs of a segment follow from one weight gradient per convolution: every path from a source to
 * the target mixes channels at most once. Then each mixing operation gives a block of the pair matrix, and the paths
 * that mix none give its diagonal.
 */
import { type Network, type NetworkNode, nodeNamed } from "@gipfel/network";
import { ruleOf } from "../rules/index.js";
import {
  type ChannelLabels,
  collapseLabels,
  mergeLabels,
  ownChannels,
  pullLabels,
  pushLabels,
} from "./channel-labels.js";
import type { ChannelStructure } from "./channel-structure.js";
import { sameChannels } from "./channel-structure.js";
import type { NodePath } from "./path-degree.js";

export interface MixingBlock {
  readonly node: NetworkNode;
  /** Source channel of each element of the mixing operation's input. */
  readonly sourceLabels: ChannelLabels;
  /** Target channel of each channel of its output. */
  readonly targetLabels: Int32Array;
}

export interface PairPaths {
  readonly blocks: readonly MixingBlock[];
  /** Source channel of each target channel along paths that mix nothing; null where there is no such path. */
  readonly diagonal: Int32Array | null;
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
  if (paths.get(node.name)!.step === "secant") return sameChannels;
  return ruleOf(node.operation).structure(network, node, node.inputs.indexOf(dependency));
}

/** The pair paths from a source, or undefined where some path mixes channels twice. */
export function findPairPaths(segment: LinearSegment, source: string): PairPaths | undefined {
  const forward = new Map<string, ChannelLabels>([[source, ownChannels(nodeNamed(segment.network, source).shape)]]);
  const crossed = new Set<string>();
  const candidates: { node: NetworkNode; labels: ChannelLabels }[] = [];
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
        if (!hasPairRule(node)) return undefined;
        candidates.push({ node, labels });
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
  const backward = targetLabels(segment);
  const blocks: MixingBlock[] = [];
  for (const { node, labels } of candidates) {
    const pulled = backward.get(node.name);
    const channels = pulled && collapseLabels(pulled);
    if (!channels) return undefined;
    blocks.push({ node, sourceLabels: labels, targetLabels: channels });
  }
  const atTarget = forward.get(segment.target);
  const diagonal = atTarget ? collapseLabels(atTarget) : null;
  return diagonal === undefined ? undefined : { blocks, diagonal };
}

function hasPairRule({ operation }: NetworkNode): boolean {
  return operation.type === "convolution" || operation.type === "matMul";
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
