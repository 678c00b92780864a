import { endingShares, type PrunedSelection } from "@gipfel/graph";
import type { GraphModel } from "./graph-model.js";

/** Where the attribution of the class goes when only a part of the graph is shown; adds up to 1. */
export interface ShareParts {
  /** Ends in first layers: in the image, in most networks. */
  readonly first: number;
  /** Ends before, in what biases carry. */
  readonly rest: number;
  /** Goes to what is not shown. */
  readonly lost: number;
}

export function shareParts({ index, document, nodes }: GraphModel, selection: PrunedSelection): ShareParts {
  const fed = new Set(document.segments.map(({ target }) => target));
  let [first, rest] = [0, 0];
  for (const [id, share] of endingShares(index, selection)) {
    if (fed.has(nodes.get(id)?.layer ?? "")) rest += share;
    else first += share;
  }
  return { first, rest, lost: Math.max(0, 1 - first - rest) };
}
