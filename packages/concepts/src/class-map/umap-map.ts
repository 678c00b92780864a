import { UMAP } from "umap-js";
import { createRandom } from "../random.js";
import type { Point } from "./point.js";

const NEIGHBOURS = 15;
const EPOCHS = 200;

/**
 * UMAP (McInnes, Healy and Melville 2018) in the plane, by umap-js, from given places: points that have no reason to move
 * stay about where they are. Neighbours are exact, so that nothing but the seed is random.
 *
 * @param profiles `[points][dimensions]`, at least two; Euclidean distances count.
 * @param start one place for each.
 */
export function umapMap(
  profiles: readonly (readonly number[])[],
  start: readonly Point[],
  { learningRate, seed }: { readonly learningRate: number; readonly seed: number },
): Point[] {
  const { uniform } = createRandom(seed);
  const rows = profiles.map((row) => [...row]);
  const nNeighbors = Math.min(NEIGHBOURS, rows.length - 1);
  const umap = new UMAP({ nComponents: 2, nNeighbors, nEpochs: EPOCHS, learningRate, random: uniform });
  const nearest = rows.map((_, i) => nearestTo(rows, i, nNeighbors));
  umap.setPrecomputedKNN(
    nearest.map((list) => list.map(({ j }) => j)),
    nearest.map((list) => list.map(({ distance }) => distance)),
  );
  const epochs = umap.initializeFit(rows);
  // The library starts anywhere; these arrays are the places that it moves.
  umap.getEmbedding().forEach((place, i) => {
    [place[0], place[1]] = start[i];
  });
  for (let epoch = 0; epoch < epochs; epoch++) umap.step();
  return umap.getEmbedding().map(([x, y]) => [x, y]);
}

/** The nearest points, itself first. */
function nearestTo(rows: readonly number[][], i: number, count: number): { j: number; distance: number }[] {
  const all = rows.map((row, j) => ({ j, distance: j === i ? 0 : Math.sqrt(squaredDistance(rows[i], row)) }));
  all.sort((a, b) => Number(b.j === i) - Number(a.j === i) || a.distance - b.distance || a.j - b.j);
  return all.slice(0, count);
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] - b[k]) ** 2;
  return sum;
}
