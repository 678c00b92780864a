import { pruneToShare } from "@gipfel/graph";
import type { GraphModel } from "./graph-model.js";
import { shareAt, shareSteps, stepOf } from "./share-steps.js";

/** The least share, at a step of the slider and not under `share`, at which a node is shown; null where it never is. */
export function shareThatShows({ index }: GraphModel, node: string, share: number): number | null {
  const isShown = (step: number) => pruneToShare(index, shareAt(step)).nodes.has(node);
  if (pruneToShare(index, share).nodes.has(node)) return share;
  if (!isShown(shareSteps)) return null;
  // Selections are nested, so what is shown stays shown as the share grows.
  let [hidden, shown] = [stepOf(share), shareSteps];
  while (shown - hidden > 1) {
    const middle = (hidden + shown) >> 1;
    if (isShown(middle)) shown = middle;
    else hidden = middle;
  }
  return shareAt(shown);
}
