/**
 * The plan of an analysis: its layers, and for each layer's segment whether the closed form holds and how its pair
 * matrix is computed.
 */
import type { Network, NetworkNode } from "@gipfel/network";
import { tangentSegment } from "../linearisation.js";
import type { BaselineKind } from "./baseline-kind.js";
import { cutSegment } from "./cut-segments.js";
import { chooseLayers, type Layer, type LayerChoice } from "./layers.js";
import { findPairPaths, type LinearSegment, type PairPaths } from "./pair-paths.js";
import { traceSegment } from "./path-degree.js";

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
  /** The segment as a linear map; secant where exact, tangent otherwise. */
  readonly linear: LinearSegment;
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
}

export function planAttribution(network: Network, options: PlanOptions): AttributionPlan {
  const chosen = chooseLayers(network, options.layers);
  const byTensor = new Map(chosen.map((layer) => [layer.tensor, layer]));
  const boundary = new Set(byTensor.keys());
  const segments = chosen
    .filter(({ role }) => role !== "input")
    .map(({ tensor }) => planSegment(network, tensor, boundary, byTensor, options.baseline))
    .filter((segment) => !isLeaf(segment));
  const used = new Set(segments.flatMap(({ target, sources }) => [target, ...sources]).map(({ tensor }) => tensor));
  return { network, layers: chosen.filter(({ tensor }) => used.has(tensor)), segments, baseline: options.baseline };
}

/**
 * A layer that hangs on the raw input alone through more than one nonlinearity is where the graph begins: layers the
 * user left out are not integrated over.
 */
function isLeaf({ kind, sources }: SegmentPlan): boolean {
  return kind === "quadrature" && sources.every(({ role }) => role === "input");
}

function planSegment(
  network: Network,
  tensor: string,
  boundary: ReadonlySet<string>,
  layers: ReadonlyMap<string, Layer>,
  baseline: "zero" | "mean",
): SegmentPlan {
  const cut = cutSegment(network, tensor, boundary);
  const target = layers.get(tensor)!;
  const sources = cut.sources.map((source) => layers.get(source)!);
  const { nodes: paths, baselines } = traceSegment(network, cut.nodes, baseline === "zero" ? "zero" : "uniform");
  const end = paths.get(tensor)!;
  const exact = end.degree !== "beyond";
  const linear = exact
    ? { network, target: tensor, nodes: reachable(cut.nodes, tensor, paths), paths }
    : tangentSegment(network, tensor, cut.nodes);
  const pairs = findPairPaths(linear, cut.sources);
  const columns = target.role === "output" ? "class" : pairs ? columnsOf(pairs, target, sources) : "nodes";
  const closed =
    end.degree === "affine" ? "affine: the contribution is linear" : "one elementwise nonlinearity over an affine map";
  const chain = columns === "nodes" ? "; channels are mixed more than once, one pull per concept" : "";
  return {
    target,
    sources,
    kind: exact ? "exact" : "quadrature",
    reason: (exact ? closed : end.reason!) + chain,
    columns,
    nodes: cut.nodes,
    linear,
    baselines,
    ...(pairs && (columns === "neurons" || columns === "diagonal") ? { pairs } : {}),
  };
}

/** Nodes that the linear map runs through: not those inside an elementwise function. */
function reachable(nodes: readonly NetworkNode[], target: string, paths: LinearSegment["paths"]): NetworkNode[] {
  const reached = new Set([target]);
  for (const { name } of [...nodes].reverse()) {
    if (reached.has(name)) for (const dependency of paths.get(name)!.dependencies) reached.add(dependency);
  }
  return nodes.filter(({ name }) => reached.has(name));
}

function columnsOf({ blocks, diagonals }: PairPaths, target: Layer, sources: readonly Layer[]): PairColumns {
  const [only] = diagonals.values();
  const identity = blocks.length === 0 && diagonals.size === 1 && only?.every((label, c) => label === c);
  return identity && sources.length === 1 && sources[0]!.neurons === target.neurons ? "diagonal" : "neurons";
}
