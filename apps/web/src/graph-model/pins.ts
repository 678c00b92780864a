/** Nodes that a reader has pinned, some of them in groups with names. */
export interface PinGroup {
  readonly name: string;
  /** By id. */
  readonly nodes: readonly string[];
}

export interface Pins {
  /** By id, in the order in which they were pinned. */
  readonly pins: readonly string[];
  readonly groups: readonly PinGroup[];
}

export function pinned({ pins, groups }: Pins, ids: readonly string[]): Pins {
  return { pins: [...pins, ...ids.filter((id) => !pins.includes(id))], groups };
}

/** Without these nodes; groups that are left empty go. */
export function unpinned({ pins, groups }: Pins, ids: readonly string[]): Pins {
  const stays = (id: string) => !ids.includes(id);
  return { pins: pins.filter(stays), groups: keepNodes(groups, stays) };
}

/** Pinned nodes as one group, and in no other; into the group of that name where there is one. */
export function grouped({ pins, groups }: Pins, name: string, ids: readonly string[]): Pins {
  const others = keepNodes(groups, (id) => !ids.includes(id));
  const own = others.find((group) => group.name === name);
  const nodes = [...(own?.nodes ?? []), ...ids];
  return {
    pins,
    groups: own ? others.map((group) => (group === own ? { name, nodes } : group)) : [...others, { name, nodes }],
  };
}

export function ungrouped({ pins, groups }: Pins, name: string): Pins {
  return { pins, groups: groups.filter((group) => group.name !== name) };
}

/** The same pins in a graph with other concepts. @param next by id, where each node is now */
export function followPins({ pins, groups }: Pins, next: ReadonlyMap<string, string>): Pins {
  const follow = (ids: readonly string[]) => [...new Set(ids.flatMap((id) => next.get(id) ?? []))];
  const followed = follow(pins);
  const free = new Set(followed);
  const taken = groups.map(({ name, nodes }) => {
    const own = follow(nodes).filter((id) => free.has(id));
    for (const id of own) free.delete(id);
    return { name, nodes: own };
  });
  return { pins: followed, groups: keepNodes(taken, () => true) };
}

/** Pinned nodes that are in no group. */
export function looseNodes({ pins, groups }: Pins): readonly string[] {
  const held = new Set(groups.flatMap(({ nodes }) => nodes));
  return pins.filter((id) => !held.has(id));
}

function keepNodes(groups: readonly PinGroup[], stays: (id: string) => boolean): PinGroup[] {
  return groups
    .map(({ name, nodes }) => ({ name, nodes: nodes.filter(stays) }))
    .filter(({ nodes }) => nodes.length > 0);
}
