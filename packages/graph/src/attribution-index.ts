/**
 * The whole graph of one class in typed arrays, made once, so that shares of many selections can be asked for live.
 *
 * For every node v, with denominator D(v) = Σ_u |w(u,v)| + |β(v)| over all its sources u in the whole graph:
 *
 *     probability of edge (u, v):  P(u|v)  = |w(u,v)| / D(v)
 *     ending fraction of node v:   ends(v) = |β(v)| / D(v),  and 1 where D(v) = 0
 *
 * so Σ_u P(u|v) + ends(v) = 1 at every node. Where the document is a part of a graph, `cut` adds to D(v) the edges that
 * were left out: what would go there is lost, and every figure is that of the whole graph. D(v) = 0 holds for the nodes of first layers (no sources) and for a node
 * whose sources contribute exactly nothing and which rests at its baseline: its mass has nowhere to go and ends there.
 * With that choice the share of the whole graph is 1 without exception.
 */
import { type CutEdges, GipfelError, type GraphEdge, type GraphLayer, type GraphNode } from "@gipfel/contracts";
import { edgeKey } from "./edge-key.js";

/** What the attribution depends on; every graph document is one. */
export interface AttributionGraph {
  readonly layers: readonly Pick<GraphLayer, "id" | "role">[];
  readonly nodes: readonly (Pick<GraphNode, "id" | "layer" | "restActivation"> & {
    /** What was left out at the node, where this is a part of a graph. */
    readonly cut?: { readonly contribution: CutEdges };
  })[];
  readonly edges: readonly Pick<GraphEdge, "source" | "target" | "contribution">[];
}

export class AttributionIndex {
  /** Node ids, in the order of the document; a node's number is its place here. */
  readonly nodeIds: readonly string[];
  /** Edge keys, in the order of the document; an edge's number is its place here. */
  readonly edgeKeys: readonly string[];
  /** Number of the class logit. */
  readonly logit: number;
  /** `[edges]`: node numbers of each edge's source and target. */
  readonly source: Int32Array;
  readonly target: Int32Array;
  /** `[edges]`: P(u|v). */
  readonly probability: Float64Array;
  /** `[nodes]`: the fraction of a node's mass that ends in it. */
  readonly ends: Float64Array;
  /** `[nodes]`: share that arrives along edges that the document leaves out. */
  readonly arriving: Float64Array;
  /** Edges into node v: `incoming[incomingStart[v]] … incoming[incomingStart[v + 1] − 1]`. */
  readonly incoming: Int32Array;
  readonly incomingStart: Int32Array;
  /** `[nodes]`: node numbers, every target before its sources. */
  readonly order: Int32Array;

  /** @throws GipfelError GRAPH_INVALID: no single logit, an edge to an unknown node, a value not finite, a cycle */
  constructor(graph: AttributionGraph) {
    const { nodes, edges } = graph;
    const numberOf = new Map(nodes.map((node, v) => [node.id, v]));
    this.nodeIds = nodes.map((node) => node.id);
    this.edgeKeys = edges.map(edgeKey);
    this.logit = findLogit(graph);
    this.source = new Int32Array(edges.length);
    this.target = new Int32Array(edges.length);
    this.probability = new Float64Array(edges.length);
    this.ends = new Float64Array(nodes.length);
    this.arriving = Float64Array.from(nodes, ({ cut }) => cut?.contribution.arriving ?? 0);
    this.incoming = new Int32Array(edges.length);
    this.incomingStart = new Int32Array(nodes.length + 1);

    const denominator = Float64Array.from(nodes, ({ id, restActivation, cut }) =>
      finite(Math.abs(restActivation) + (cut?.contribution.incoming ?? 0), `node ${id}`),
    );
    for (const [e, edge] of edges.entries()) {
      const u = numberOf.get(edge.source);
      const v = numberOf.get(edge.target);
      if (u === undefined || v === undefined) {
        const unknown = u === undefined ? edge.source : edge.target;
        throw new GipfelError("GRAPH_INVALID", `edge ${this.edgeKeys[e]} names ${unknown}, which is not a node`);
      }
      this.source[e] = u;
      this.target[e] = v;
      this.incomingStart[v + 1]++;
      denominator[v] += finite(Math.abs(edge.contribution), `edge ${this.edgeKeys[e]}`);
    }
    for (let v = 0; v < nodes.length; v++) {
      this.incomingStart[v + 1] += this.incomingStart[v];
      this.ends[v] = denominator[v] > 0 ? Math.abs(nodes[v].restActivation) / denominator[v] : 1;
    }
    const next = this.incomingStart.slice();
    for (const [e, edge] of edges.entries()) {
      const v = this.target[e];
      this.incoming[next[v]++] = e;
      this.probability[e] = denominator[v] > 0 ? Math.abs(edge.contribution) / denominator[v] : 0;
    }
    this.order = targetsFirst(this);
  }
}

function findLogit({ layers, nodes }: AttributionGraph): number {
  const outputs = new Set(layers.filter((layer) => layer.role === "output").map((layer) => layer.id));
  const logits = [...nodes.keys()].filter((v) => outputs.has(nodes[v].layer));
  if (logits.length !== 1) {
    throw new GipfelError("GRAPH_INVALID", `the output layer has ${logits.length} nodes; one, the logit, is expected`);
  }
  return logits[0];
}

function finite(value: number, where: string): number {
  if (!Number.isFinite(value)) {
    throw new GipfelError("GRAPH_INVALID", `${where} has the amount ${value}; a finite number is expected`);
  }
  return value;
}

/** Kahn's algorithm from the nodes that feed nothing, in document order. */
function targetsFirst(index: AttributionIndex): Int32Array {
  const { source, incoming, incomingStart, nodeIds } = index;
  const open = new Int32Array(nodeIds.length);
  for (const u of source) open[u]++;
  const order = new Int32Array(nodeIds.length);
  let placed = 0;
  for (let v = 0; v < open.length; v++) if (open[v] === 0) order[placed++] = v;
  for (let i = 0; i < placed; i++) {
    const v = order[i];
    for (let k = incomingStart[v]; k < incomingStart[v + 1]; k++) {
      const u = source[incoming[k]];
      if (--open[u] === 0) order[placed++] = u;
    }
  }
  if (placed < open.length) {
    const stuck = nodeIds[open.findIndex((count) => count > 0)];
    throw new GipfelError(
      "GRAPH_INVALID",
      `the edges form a cycle, which ${stuck} is on or leads to; none is expected`,
    );
  }
  return order;
}
