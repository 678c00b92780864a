/** Maps of classes, one for each layer, in which classes stay where they are as far as the layers agree. */
import { classProfiles } from "./class-profiles.js";
import { pcaMap } from "./pca-map.js";
import { centroid, type Point } from "./point.js";
import { alignTo } from "./procrustes.js";
import { umapMap } from "./umap-map.js";

export type MapMethod = "umap" | "pca";

/** Below so many classes neighbourhoods tell little, and principal components show all there is. */
const LEAST_FOR_UMAP = 20;
/** UMAP starts from places this far from the origin, about as far as it leaves them, so that they need not spread. */
const START_RADIUS = 15;

/** Of the maps after the first, as UMAP's is 1: enough for classes to change company, too little to wander about. */
const LATER_RATE = 0.25;

export function mapMethod(classes: number): MapMethod {
  return classes < LEAST_FOR_UMAP ? "pca" : "umap";
}

/**
 * The map of one layer. UMAP starts from the map of the layer before, or from principal components; either method's map is
 * then laid on that of the layer before, rigidly.
 *
 * @param activations `[classes][concepts]`, mean activation; see {@link classProfiles} for what becomes of them.
 * @param previous the map of the layer before; null for the first.
 * @returns a place for each class: about the origin, at a root mean square distance of 1. Sizes mean nothing in UMAP.
 */
export function classMap(
  activations: readonly (readonly number[])[],
  previous: readonly Point[] | null,
  seed: number,
): Point[] {
  const profiles = classProfiles(activations);
  const made =
    mapMethod(profiles.length) === "pca"
      ? pcaMap(profiles)
      : umapMap(profiles, atSize(previous ?? pcaMap(profiles), START_RADIUS), {
          learningRate: previous ? LATER_RATE : 1,
          seed,
        });
  const sized = atSize(made, 1);
  return previous ? alignTo(sized, previous) : sized;
}

/** About the origin, at a root mean square distance from it. */
function atSize(points: readonly Point[], radius: number): Point[] {
  const [x, y] = points.length > 0 ? centroid(points) : [0, 0];
  const size = Math.sqrt(points.reduce((sum, p) => sum + (p[0] - x) ** 2 + (p[1] - y) ** 2, 0) / points.length);
  const factor = size > 0 ? radius / size : 0;
  return points.map((point) => [(point[0] - x) * factor, (point[1] - y) * factor]);
}
