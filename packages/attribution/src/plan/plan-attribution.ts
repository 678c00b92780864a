/**
 * The plan of an analysis: its layers, and for each layer's segment whether the closed form holds and how its pair
 * matrix is computed.
 */

import type { EdgeMethod } from "@gipfel/contracts";
import { mergeAffine, type Network, type NetworkNode } from "@gipfel/network";
import { differenceSegment } from "../linear/differences.js";
import type { MannerName } from "../linear/manner.js";
import { tangentSegment } from "../linear/tangents.js";
import { decompose } from "../prepare/decompose.js";
import type { BaselineKind } from "./baseline-kind.js";
import { cutSegment, type SegmentCut } from "./cut-segments.js";
import { chooseLayers, type Layer, type LayerChoice } from "./layers.js";
import { findPairPaths, isIdentity, type LinearSegment, type PairPaths } from "./pair-paths.js";
import { type SegmentPath, traceSegment } from "./path-degree.js";
import { reachableNodes } from "./reachable-nodes.js";

/**
 * Columns of a segment's pair matrices: one per target neuron, the diagonal alone, one per target concept (computed once
 * concepts exist), or that of the class.
 */
export type PairColumns = "neurons" | "diagonal" | "nodes" | "class";

export interface SegmentPlan {
  readonly target: Layer;
  readonly sources: readonly Layer[];
  readonly kind: "exact" | "quadrature";
  readonly reason: string;
  readonly columns: PairColumns;
  /** All nodes from the sources to the target. */
  readonly nodes: readonly NetworkNode[];
  /** The segment as a linear map, and in which manner it is one. */
  readonly linear: LinearSegment;
  readonly manner: MannerName | "relevance";
  readonly baselines: ReadonlyMap<string, BaselineKind>;
  /** Absent where the columns are nodes or the class. */
  readonly pairs?: PairPaths;
}

export interface AttributionPlan {
  readonly network: Network;
  readonly layers: readonly Layer[];
  readonly segments: readonly SegmentPlan[];
  readonly baseline: "zero" | "mean";
}

export interface PlanOptions {
  readonly layers: LayerChoice;
  readonly baseline: "zero" | "mean";
  readonly edgeMethod: EdgeMethod;
}

/** @throws GipfelError LAYER_UNKNOWN, METHOD_UNDEFINED */
export function planAttribution(given: Network, { layers, baseline, edgeMethod }: PlanOptions): AttributionPlan {
  const chosen = chooseLayers(given, layers);
  const network = rewrite(given, chosen, edgeMethod);
  const byTensor = new Map(chosen.map((layer) => [layer.tensor, layer]));
  const boundary = new Set(byTensor.keys());
  const segments = chosen
    .filter(({ role }) => role !== "input")
    .map(({ tensor }) => planSegment(network, cutSegment(network, tensor, boundary), byTensor, baseline, edgeMethod))
    .filter((segment) => !isLeaf(segment));
  const used = new Set(segments.flatMap(({ target, sources }) => [target, ...sources]).map(({ tensor }) => tensor));
  return { network, layers: chosen.filter(({ tensor }) => used.has(tensor)), segments, baseline };
}

/** The network as the rules of a method want it; the layers stay. */
function rewrite(network: Network, layers: readonly Layer[], edgeMethod: EdgeMethod): Network {
  switch (edgeMethod) {
    case "deeplift-rescale":
      return decompose(network);
    case "lrp":
      return mergeAffine(network, new Set(layers.map(({ tensor }) => tensor)));
    default:
      return network;
  }
}

/**
 * A layer that hangs on the raw input alone through more than one nonlinearity is where the graph begins: layers the
 * user left out are not integrated over.
 */
function isLeaf({ kind, target, sources }: SegmentPlan): boolean {
  return kind === "quadrature" && target.role !== "output" && sources.every(({ role }) => role === "input");
}

function planSegment(
  network: Network,
  cut: SegmentCut,
  layers: ReadonlyMap<string, Layer>,
  baseline: "zero" | "mean",
  edgeMethod: EdgeMethod,
): SegmentPlan {
  const target = layers.get(cut.target)!;
  const sources = cut.sources.map((source) => layers.get(source)!);
  const traced = traceSegment(network, cut.nodes, baseline === "zero" ? "zero" : "uniform");
  const { linear, manner, kind, reason } = lineariser(network, cut, traced)[edgeMethod]();
  const pairs = manner === "relevance" ? undefined : findPairPaths(linear, cut.sources);
  const columns = target.role === "output" ? "class" : pairs ? columnsOf(pairs, target, sources) : "nodes";
  const chain =
    columns === "nodes" && manner !== "relevance" ? "; channels are mixed more than once, one pull per concept" : "";
  return {
    target,
    sources,
    kind,
    reason: reason + chain,
    columns,
    nodes: cut.nodes,
    linear,
    manner,
    baselines: traced.baselines,
    ...(pairs && (columns === "neurons" || columns === "diagonal") ? { pairs } : {}),
  };
}

type LinearPlan = Pick<SegmentPlan, "linear" | "manner" | "kind" | "reason">;

/** How each method makes a segment linear. */
function lineariser(
  network: Network,
  { target, nodes }: SegmentCut,
  traced: SegmentPath,
): Readonly<Record<EdgeMethod, () => LinearPlan>> {
  return {
    "integrated-gradients": () => pathIntegral(network, { target, nodes }, traced),
    "gradient-x-input": () => ({
      linear: tangentSegment(network, target, nodes),
      manner: "tangents",
      kind: "exact",
      reason: "gradient × input: the derivative at the activation",
    }),
    "deeplift-rescale": () => ({
      linear: differenceSegment(network, target, nodes),
      manner: "differences",
      kind: "exact",
      reason: "DeepLIFT Rescale: differences from the baseline, operation by operation",
    }),
    lrp: () => ({
      linear: tangentSegment(network, target, nodes),
      manner: "relevance",
      kind: "exact",
      reason: "LRP epsilon-plus, layer by layer; biases take their part, gates and normalisations none",
    }),
  };
}

/** Integrated gradients: the closed form where it holds. */
function pathIntegral(
  network: Network,
  { target, nodes }: Pick<SegmentCut, "target" | "nodes">,
  { nodes: paths }: SegmentPath,
): LinearPlan {
  const end = paths.get(target)!;
  if (end.degree === "beyond") {
    return {
      linear: tangentSegment(network, target, nodes),
      manner: "tangents",
      kind: "quadrature",
      reason: end.reason!,
    };
  }
  const reason =
    end.degree === "affine" ? "affine: the contribution is linear" : "one elementwise nonlinearity over an affine map";
  const linear = { network, target, nodes: reachableNodes(nodes, target, paths), paths };
  return { linear, manner: "mean-slopes", kind: "exact", reason };
}

function columnsOf(pairs: PairPaths, target: Layer, sources: readonly Layer[]): PairColumns {
  const sameNeurons = sources.length === 1 && sources[0]!.neurons === target.neurons;
  return sameNeurons && isIdentity(pairs) ? "diagonal" : "neurons";
}
