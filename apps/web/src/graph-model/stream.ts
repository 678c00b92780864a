import type { GraphEdge } from "@gipfel/contracts";
import { edgeKey } from "@gipfel/graph";

/** Nodes by id, edges by `edgeKey`. */
export interface Part {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

export interface Neighbourhood {
  edges: ReadonlyMap<string, GraphEdge>;
  incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
}

/** All of `visible` that leads to a node or edge, or that it leads to, itself included. */
export function streamOf(graph: Neighbourhood, visible: Part, start: { kind: "node" | "edge"; id: string }): Part {
  const stream = { nodes: new Set<string>(), edges: new Set<string>() };
  const edge = start.kind === "edge" ? graph.edges.get(start.id) : undefined;
  if (edge) stream.edges.add(start.id);
  follow(edge ? edge.source : start.id, "source", graph.incoming, visible, stream);
  follow(edge ? edge.target : start.id, "target", graph.outgoing, visible, stream);
  return stream;
}

function follow(
  from: string,
  end: "source" | "target",
  edgesOf: ReadonlyMap<string, readonly GraphEdge[]>,
  visible: Part,
  stream: { nodes: Set<string>; edges: Set<string> },
): void {
  const seen = new Set([from]);
  for (const node of seen) {
    stream.nodes.add(node);
    for (const edge of edgesOf.get(node) ?? []) {
      const key = edgeKey(edge);
      if (!visible.edges.has(key)) continue;
      stream.edges.add(key);
      // A set gives what is added while it is walked: this is the queue of a breadth-first search.
      seen.add(edge[end]);
    }
  }
}
