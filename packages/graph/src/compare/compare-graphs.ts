/**
 * Two attribution graphs as one. Logits of two classes, or of two networks, have scales of their own, so contributions
 * are compared relative to all that feeds their target, by size:
 *
 *     r(u,v) = w(u,v) / D(v),   D(v) = Σ_u |w(u,v)| + |β(v)|      (|r| is the P(u|v) of share)
 *     difference of an edge = r_A(u,v) − r_B(u,v),   with 0 where a graph has no such edge.
 *
 * The union is a graph document of its own, whose edges are the means of both: a node of both graphs gets half of what
 * feeds it from each, a node of one graph what that graph has. Two equal graphs make a union of the same shares.
 */
import type { GraphDocument, GraphEdge, GraphLayer, GraphNode } from "@gipfel/contracts";
import { buildGraphDocument } from "../build-graph-document.js";
import { edgeKey } from "../edge-key.js";
import { edgeShares } from "../share.js";
import { matchConcepts } from "./match-concepts.js";

/** What each graph has of something; at least one has it. */
export interface Sides<T> {
  readonly a: T | null;
  readonly b: T | null;
  /** A's where it has one. */
  readonly either: T;
}

export interface ComparedNode extends Sides<GraphNode> {
  readonly id: string;
  readonly layer: string;
  /** Jaccard index of the neurons of both; 1 for a node of one graph. */
  readonly overlap: number;
}

export interface ComparedEdge extends Sides<GraphEdge> {
  readonly source: string;
  readonly target: string;
  /** r(u,v) of each graph, 0 where it has no such edge. */
  readonly relative: { readonly a: number; readonly b: number };
  /** Share of each graph's own attribution, in [0, 1]. */
  readonly share: { readonly a: number; readonly b: number };
  /** r_A − r_B, in [−2, 2]. */
  readonly difference: number;
}

export interface GraphComparison {
  /** By id in the union. */
  readonly nodes: ReadonlyMap<string, ComparedNode>;
  /** By `edgeKey` in the union. */
  readonly edges: ReadonlyMap<string, ComparedEdge>;
  /** To be drawn and pruned as any other; its ids are the keys of both maps. */
  readonly union: GraphDocument;
}

/** @throws GipfelError GRAPH_INVALID where the layers of both do not make one order: A has what B has the other way */
export function compareGraphs(a: GraphDocument, b: GraphDocument): GraphComparison {
  const names = unionNames(a, b);
  const nodes = new Map<string, ComparedNode>();
  const overlaps = new Map(matchConcepts(a, b).map((match) => [match.a.id, match.overlap]));
  for (const node of a.nodes) {
    const overlap = overlaps.get(node.id) ?? 1;
    nodes.set(node.id, { id: node.id, layer: node.layer, a: node, b: null, either: node, overlap });
  }
  for (const node of b.nodes) {
    const id = names.node(node.id);
    const known = nodes.get(id);
    const own = { id, layer: names.layer(node.layer), a: null, b: node, either: node, overlap: 1 };
    nodes.set(id, known ? { ...known, b: node } : own);
  }
  const sides = { a: sideOf(a, (id) => id), b: sideOf(b, names.node) };
  const edges = compareEdges(sides);
  return { nodes, edges, union: unionOf(sides, names, nodes, edges) };
}

interface Names {
  /** The union's id of a node, or layer, of B. */
  node(id: string): string;
  layer(id: string): string;
}

/** What B has alone keeps its id, with a mark where A has something else of that id. */
function unionNames(a: GraphDocument, b: GraphDocument): Names {
  const matched = new Map(matchConcepts(a, b).map((match) => [match.b.id, match.a.id]));
  const idsOfA = new Set(a.nodes.map(({ id }) => id));
  const roles = (document: GraphDocument) => new Map(document.layers.map(({ id, role }) => [id, role]));
  const layersOfA = new Map(a.layers.map(({ id, role }) => [role === "hidden" ? id : role, id]));
  const rolesOfB = roles(b);
  return {
    node: (id) => matched.get(id) ?? (idsOfA.has(id) ? `${id}·B` : id),
    layer: (id) => {
      const role = rolesOfB.get(id) ?? "hidden";
      return role === "hidden" ? id : (layersOfA.get(role) ?? id);
    },
  };
}

interface Side {
  readonly document: GraphDocument;
  readonly shares: ReadonlyMap<string, number>;
  /** D(v), by the node's id in its own document. */
  readonly totals: ReadonlyMap<string, number>;
  nameOf(id: string): string;
}

function sideOf(document: GraphDocument, nameOf: (id: string) => string): Side {
  const totals = new Map(
    document.nodes.map(({ id, restActivation, cut }) => [
      id,
      Math.abs(restActivation) + (cut?.contribution.incoming ?? 0),
    ]),
  );
  for (const { target, contribution } of document.edges) {
    totals.set(target, (totals.get(target) ?? 0) + Math.abs(contribution));
  }
  return { document, shares: edgeShares(document), totals, nameOf };
}

function compareEdges(sides: { readonly a: Side; readonly b: Side }): Map<string, ComparedEdge> {
  const edges = new Map<string, ComparedEdge>();
  for (const [name, side] of Object.entries(sides)) {
    for (const edge of side.document.edges) {
      const ends = { source: side.nameOf(edge.source), target: side.nameOf(edge.target) };
      const known = edges.get(edgeKey(ends)) ?? nothingOf(ends, edge);
      const total = side.totals.get(edge.target) ?? 0;
      const relative = { ...known.relative, [name]: total > 0 ? edge.contribution / total : 0 };
      edges.set(edgeKey(ends), {
        ...known,
        [name]: edge,
        relative,
        share: { ...known.share, [name]: side.shares.get(edgeKey(edge)) ?? 0 },
        difference: relative.a - relative.b,
      });
    }
  }
  return edges;
}

const nothingOf = (ends: { source: string; target: string }, either: GraphEdge): ComparedEdge => ({
  ...ends,
  a: null,
  b: null,
  either,
  relative: { a: 0, b: 0 },
  share: { a: 0, b: 0 },
  difference: 0,
});

function unionOf(
  sides: { readonly a: Side; readonly b: Side },
  names: Names,
  nodes: GraphComparison["nodes"],
  edges: GraphComparison["edges"],
): GraphDocument {
  const { document: a } = sides.a;
  const { document: b } = sides.b;
  const layers = new Map<string, GraphLayer>(a.layers.map((layer) => [layer.id, layer]));
  for (const layer of b.layers) {
    const id = names.layer(layer.id);
    if (!layers.has(id)) layers.set(id, { ...layer, id });
  }
  // Every edge is the mean over the graphs that have its target.
  const parts = (target: string) => {
    const node = nodes.get(target);
    return node?.a && node.b ? 2 : 1;
  };
  const restOf = (node: GraphNode | null, side: Side) => {
    const total = node ? (side.totals.get(node.id) ?? 0) : 0;
    return node && total > 0 ? node.restActivation / total : 0;
  };
  return buildGraphDocument({
    // Each graph has a logit of its own; 0 says that none is known.
    class: {
      ...a.class,
      name: a.class.name === b.class.name ? a.class.name : `${a.class.name} and ${b.class.name}`,
      logit: 0,
    },
    model: a.model,
    dataset: a.dataset,
    options: {},
    layers: [...layers.values()],
    nodes: [...nodes.values()].map(({ either: { cut: _, ...either }, ...node }) => ({
      ...either,
      id: node.id,
      layer: node.layer,
      flow: null,
      rest: null,
      restActivation: (restOf(node.a, sides.a) + restOf(node.b, sides.b)) / parts(node.id),
    })),
    edges: [...edges.values()].map((edge) => ({
      ...edge.either,
      source: edge.source,
      target: edge.target,
      contribution: (Math.abs(edge.relative.a) + Math.abs(edge.relative.b)) / parts(edge.target),
      gradient: edge.difference,
      standardError: null,
      tQuantile: null,
      signAgreement: null,
    })),
    segments: unionSegments(a, b, names),
  });
}

function unionSegments(a: GraphDocument, b: GraphDocument, names: Names): GraphDocument["segments"] {
  const segments = new Map(a.segments.map((segment) => [segment.target, segment]));
  for (const segment of b.segments) {
    const target = names.layer(segment.target);
    const known = segments.get(target);
    const sources = [...new Set([...(known?.sources ?? []), ...segment.sources.map(names.layer)])];
    segments.set(target, { ...(known ?? segment), target, sources });
  }
  return [...segments.values()];
}
