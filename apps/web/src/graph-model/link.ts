import type { GraphEdge } from "@gipfel/contracts";

/** A line of the drawing: an edge of the graph, or what passes from one node to another across hidden layers. */
export interface Link {
  /** `edgeKey` of its ends. */
  readonly key: string;
  readonly source: string;
  readonly target: string;
  /** Null across hidden layers: contributions do not chain, so such a link has a share, but no sign. */
  readonly edge: GraphEdge | null;
  /** −1, 0 or 1. */
  readonly sign: number;
  /** Whether zero lies in the confidence interval. */
  readonly unsure: boolean;
  /** Of what arrives at the target, in [0, 1]. */
  readonly part: number;
  /** Of the attribution of the class, in [0, 1]. */
  readonly share: number;
  /** Relative to the strongest link into the same target, in [0, 1]. */
  readonly strength: number;
}

/** Gives links their strengths, and leaves their order. */
export function withStrengths(links: readonly Omit<Link, "strength">[]): Link[] {
  const strongest = new Map<string, number>();
  for (const { target, part } of links) strongest.set(target, Math.max(strongest.get(target) ?? 0, part));
  return links.map((link) => {
    const most = strongest.get(link.target) ?? 0;
    return { ...link, strength: most > 0 ? link.part / most : 0 };
  });
}
