import type { GraphDocument, GraphNode } from "@gipfel/contracts";
import type { RankOrder } from "./rank-order.js";

/**
 * Where each node of a graph is in another one with other concepts of the same layers: with the node that has most of its
 * neurons, the first of these where several have as many. Nodes that are in no layer of the other are left out.
 */
export function successors(from: GraphDocument, to: GraphDocument): Map<string, string> {
  const ids = new Set(to.nodes.map(({ id }) => id));
  const owners = new Map(to.nodes.flatMap(({ id, layer, neurons }) => neurons.map((n) => [`${layer} ${n}`, id])));
  const isConcept = new Set(from.layers.filter(({ role }) => role === "hidden").map(({ id }) => id));
  return new Map(
    from.nodes.flatMap((node) => {
      const next = isConcept.has(node.layer) ? largestOwner(node, owners) : ids.has(node.id) ? node.id : undefined;
      return next === undefined ? [] : [[node.id, next] as const];
    }),
  );
}

function largestOwner({ layer, neurons }: GraphNode, owners: ReadonlyMap<string, string>): string | undefined {
  const parts = new Map<string, number>();
  for (const neuron of neurons) {
    const owner = owners.get(`${layer} ${neuron}`);
    if (owner !== undefined) parts.set(owner, (parts.get(owner) ?? 0) + 1);
  }
  return [...parts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Names by node id in the other graph, of the nodes that have the same neurons there: others are other concepts. */
export function namesThatHold(
  names: ReadonlyMap<string, string>,
  from: GraphDocument,
  to: GraphDocument,
): Map<string, string> {
  const next = successors(from, to);
  const before = new Map(from.nodes.map((node) => [node.id, node]));
  const after = new Map(to.nodes.map((node) => [node.id, node]));
  return new Map(
    [...names].flatMap(([id, name]) => {
      const [own, other] = [before.get(id), after.get(next.get(id) ?? "")];
      return own && other && sameNeurons(own, other) ? [[other.id, name] as const] : [];
    }),
  );
}

/**
 * The order of one graph for another with other concepts: each node stands where the one stood that has most of its
 * neurons, so that only what is new moves.
 */
export function followRanks(ranks: readonly RankOrder[], from: GraphDocument, to: GraphDocument): RankOrder[] {
  const heirs = new Map<string, string[]>();
  for (const [id, before] of successors(to, from)) heirs.set(before, [...(heirs.get(before) ?? []), id]);
  const follow = (ids: readonly string[]) => ids.flatMap((id) => heirs.get(id) ?? []);
  return ranks.map(({ above, core, below }) => ({ above: follow(above), core: follow(core), below: follow(below) }));
}

function sameNeurons(a: GraphNode, b: GraphNode): boolean {
  const own = new Set(a.neurons);
  return own.size === b.neurons.length && b.neurons.every((neuron) => own.has(neuron));
}
