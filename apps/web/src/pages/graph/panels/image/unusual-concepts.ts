import type { GraphNode, ImagePathDocument, PathNode } from "@gipfel/contracts";
import type { GraphModel } from "../../../../graph-model/graph-model.js";

/** Images that an image is compared with. */
export type Among = "ofClass" | "ofDataset";

export interface UnusualConcept {
  readonly node: GraphNode;
  readonly own: PathNode;
  /** Distance from the mean of the others in standard deviations. */
  readonly score: number;
  /** Part of the others that is less, in [0, 1]. */
  readonly level: number;
}

/** From so many standard deviations on, a concept is worth telling. */
export const leastScore = 1.5;

/**
 * Concepts that an image shows much more or less than other images do, the most unusual first.
 *
 * @returns null where nothing is known of the other images
 */
export function unusualConcepts(
  model: Pick<GraphModel, "nodes" | "layers">,
  path: ImagePathDocument,
  among: Among,
): { readonly strong: readonly UnusualConcept[]; readonly absent: readonly UnusualConcept[] } | null {
  const all = path.nodes.flatMap((own): UnusualConcept[] => {
    const node = model.nodes.get(own.id);
    const standing = own[among];
    if (!node || standing?.score == null || model.layers.get(node.layer)?.role !== "hidden") return [];
    return [{ node, own, score: standing.score, level: standing.level }];
  });
  if (all.length === 0) return null;
  const byScore = all.toSorted((a, b) => b.score - a.score);
  return {
    strong: byScore.filter(({ score }) => score >= leastScore),
    absent: byScore.filter(({ score }) => score <= -leastScore).reverse(),
  };
}
