import { bridgeNodes, edgeKey, type PrunedSelection } from "@gipfel/graph";
import type { GraphModel } from "./graph-model.js";
import { type Link, withStrengths } from "./link.js";

/** What of a graph is drawn: nodes by id, and links, in the order in which they are drawn. */
export class Scene {
  #byKey: ReadonlyMap<string, Link> | null = null;
  #incoming: ReadonlyMap<string, readonly Link[]> | null = null;
  #outgoing: ReadonlyMap<string, readonly Link[]> | null = null;

  constructor(
    readonly nodes: ReadonlySet<string>,
    readonly links: readonly Link[],
  ) {}

  /** By key; made when first asked for, as the maps below: a slider that moves asks for none. */
  get byKey(): ReadonlyMap<string, Link> {
    this.#byKey ??= new Map(this.links.map((link) => [link.key, link]));
    return this.#byKey;
  }

  /** Links into each node, largest share first. */
  get incoming(): ReadonlyMap<string, readonly Link[]> {
    this.#incoming ??= linksBy(this.links, "target");
    return this.#incoming;
  }

  /** Links out of each node, largest share first. */
  get outgoing(): ReadonlyMap<string, readonly Link[]> {
    this.#outgoing ??= linksBy(this.links, "source");
    return this.#outgoing;
  }
}

function linksBy(links: readonly Link[], end: "source" | "target"): Map<string, Link[]> {
  const groups = new Map<string, Link[]>();
  for (const link of links) {
    const group = groups.get(link[end]);
    if (group) group.push(link);
    else groups.set(link[end], [link]);
  }
  for (const group of groups.values()) group.sort((a, b) => b.share - a.share);
  return groups;
}

/**
 * What is drawn of a selection when layers are hidden: their nodes not at all, and links across them in the place of the
 * edges that led through them.
 *
 * @param hidden layer ids
 */
export function buildScene(model: GraphModel, selection: PrunedSelection, hidden: ReadonlySet<string>): Scene {
  const shown = model.links.filter(({ key }) => selection.edges.has(key));
  if (hidden.size === 0) return new Scene(selection.nodes, shown);
  const isHidden = (id: string) => hidden.has(model.nodes.get(id)?.layer ?? "");
  const direct = shown.filter(({ source, target }) => !isHidden(source) && !isHidden(target));
  const links = new Map<string, Omit<Link, "strength">>(direct.map((link) => [link.key, link]));
  const shareOf = new Map<string, number>([[model.classNode.id, 1]]);
  for (const { source, share } of model.links) shareOf.set(source, (shareOf.get(source) ?? 0) + share);
  for (const bridge of bridgeNodes(model.index, selection, isHidden)) {
    const key = edgeKey(bridge);
    const share = bridge.part * (shareOf.get(bridge.target) ?? 0);
    const beside = links.get(key);
    // Where an edge leads past the hidden layer, too, it stays an edge, and the way through them is added to its share.
    if (beside) links.set(key, { ...beside, part: beside.part + bridge.part, share: beside.share + share });
    else links.set(key, { ...bridge, key, edge: null, sign: 0, unsure: false, share });
  }
  const nodes = new Set([...selection.nodes].filter((id) => !isHidden(id)));
  const weakestFirst = [...links.values()].sort((a, b) => a.share - b.share);
  return new Scene(nodes, withStrengths(weakestFirst));
}
