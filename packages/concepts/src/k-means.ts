import { kmeans } from "ml-kmeans";

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
 * k-means from one seeded k-means++ start (Arthur and Vassilvitskii 2007), by ml-kmeans, run until no point moves.
 *
 * @param points `[n][d]`
 * @param k at most the number of distinct points
 */
export function kMeans(points: Points, k: number, seed: number): Clustering {
  return k === 1 ? oneCluster(points) : fillEmptyClusters(points, run(points, k, seed));
}

/** k-means from given initial centroids `[k][d]`. A cluster that runs empty on the way is put to use again. */
export function kMeansFrom(points: Points, centroids: number[][]): Clustering {
  return fillEmptyClusters(points, run(points, centroids.length, centroids));
}

/** The clustering of least inertia; the first of equals. */
export function best(clusterings: readonly Clustering[]): Clustering {
  return clusterings.reduce((least, other) => (other.inertia < least.inertia ? other : least));
}

type Run = ReturnType<typeof kmeans>;

function run(points: Points, k: number, start: number | number[][]): Run {
  const options = { tolerance: 0, maxIterations: MAX_ITERATIONS };
  return kmeans(
    points,
    k,
    typeof start === "number" ? { ...options, seed: start } : { ...options, initialization: start },
  );
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
    current = run(points, centroids.length, centroids);
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

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] - b[d]) ** 2;
  return sum;
}
