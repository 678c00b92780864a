import { type AttributionIndex, type PrunedSelection, pruneToShare } from "@gipfel/graph";
import { shareAt, shareSteps, stepOf } from "./share-steps.js";

/** What can be told apart at a first glance. */
const readable = { nodesPerRank: 10, edgesPerRank: 20 };

/** What a page shows whose address names no share. */
export interface Opening extends PrunedSelection {
  /** The share asked for; `share` is what the selection carries, which may be a little more. */
  readonly asked: number;
}

/** Selections between the one to begin with and the whole, a few steps of the slider apart. */
export function largerSelections(index: AttributionIndex, share: number): PrunedSelection[] {
  const stride = 3;
  const steps = Math.floor((shareSteps - stepOf(share)) / stride);
  return Array.from({ length: steps }, (_, i) => pruneToShare(index, shareAt(stepOf(share) + (i + 1) * stride)));
}

/** The largest share at a step of the slider for which no rank is crowded; the least step, if all are. */
export function openingSelection(index: AttributionIndex, ranks: readonly (readonly string[])[]): Opening {
  const isReadable = ({ nodes, edges }: PrunedSelection) =>
    edges.size <= readable.edgesPerRank * ranks.length &&
    ranks.every((rank) => rank.filter((id) => nodes.has(id)).length <= readable.nodesPerRank);
  // Selections are nested, so what is crowded stays crowded as the share grows.
  let [least, most] = [1, shareSteps];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (isReadable(pruneToShare(index, shareAt(middle)))) least = middle;
    else most = middle - 1;
  }
  const asked = shareAt(least);
  return { asked, ...pruneToShare(index, asked) };
}
