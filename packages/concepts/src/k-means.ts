import { kmeans } from "ml-kmeans";
import { kMeansStart } from "./k-means-start.js";
import { createRandom } from "./random.js";

/** A partition of points into clusters, none of them empty. */
export interface Clustering {
  /** Cluster of each point, 0 … k − 1. */
  labels: number[];
  /** Sum of squared distances to the own cluster's mean. */
  inertia: number;
}

type Points = number[][];

/** Lloyd's iteration stops by itself when nothing moves; this bounds it where rounding makes it cycle. */
const MAX_ITERATIONS = 300;

/**
 * k-means from one seeded k-means++ start (see `kMeansStart`), by ml-kmeans, run until no point moves.
 *
 * @param points `[n][d]`
 * @param distances between them, `[n * n]`
 * @param k at most the number of distinct points
 */
export function kMeans(points: Points, distances: Float64Array, k: number, seed: number): Clustering {
  if (k === 1) return oneCluster(points);
  const start = kMeansStart(distances, points.length, k, createRandom(seed));
  return kMeansFrom(
    points,
    start.map((i) => points[i]),
  );
}

/** k-means from given initial centroids `[k][d]`. A cluster that runs empty on the way is put to use again. */
export function kMeansFrom(points: Points, centroids: number[][], maxIterations = MAX_ITERATIONS): Clustering {
  return fillEmptyClusters(points, run(points, centroids, maxIterations));
}

/** The clustering of least inertia; the first of equals. */
export function best(clusterings: readonly Clustering[]): Clustering {
  return clusterings.reduce((least, other) => (other.inertia < least.inertia ? other : least));
}

type Run = ReturnType<typeof kmeans>;

function run(points: Points, centroids: number[][], maxIterations = MAX_ITERATIONS): Run {
  return kmeans(points, centroids.length, {
    initialization: centroids,
    distanceFunction: squaredDistance,
    tolerance: 0,
    maxIterations,
  });
}

/** Moves the centroid of each empty cluster to the point farthest from its own centroid and goes on from there. */
function fillEmptyClusters(points: Points, first: Run): Clustering {
  let current = first;
  // Each round strictly lowers the inertia, so it ends; the bound is for points that coincide up to rounding.
  for (let round = 0; round < points.length; round++) {
    const used = new Set(current.clusters);
    const empty = current.centroids.findIndex((_, c) => !used.has(c));
    if (empty < 0) break;
    const centroids = current.centroids.map((centroid) => [...centroid]);
    centroids[empty] = [...points[farthestPoint(points, current)]];
    current = run(points, centroids);
  }
  const inertia = points.reduce(
    (sum, point, i) => sum + squaredDistance(point, current.centroids[current.clusters[i]]),
    0,
  );
  return { labels: compact(current.clusters), inertia };
}

function farthestPoint(points: Points, { clusters, centroids }: Run): number {
  const distances = points.map((point, i) => squaredDistance(point, centroids[clusters[i]]));
  return distances.indexOf(Math.max(...distances));
}

function oneCluster(points: Points): Clustering {
  const mean = (points[0] ?? []).map((_, d) => points.reduce((sum, point) => sum + point[d] / points.length, 0));
  return {
    labels: points.map(() => 0),
    inertia: points.reduce((sum, point) => sum + squaredDistance(point, mean), 0),
  };
}

/** Labels renumbered 0, 1, … in order of first appearance. */
function compact(labels: readonly number[]): number[] {
  const numbers = new Map<number, number>();
  return labels.map((label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
}

/** In two sums, because one alone waits for each addition to end before the next: Lloyd's iteration is little else. */
function squaredDistance(a: readonly number[], b: readonly number[]): number {
  const size = a.length;
  let [even, odd] = [0, 0];
  for (let d = 1; d < size; d += 2) {
    const first = a[d - 1] - b[d - 1];
    const second = a[d] - b[d];
    even += first * first;
    odd += second * second;
  }
  if (size % 2 === 1) even += (a[size - 1] - b[size - 1]) ** 2;
  return even + odd;
}
