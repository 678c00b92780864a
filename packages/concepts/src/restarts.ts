import { type Clustering, kMeans } from "./k-means.js";

/** k-means clusterings of the same points for any number of clusters; each start is run once, when asked for. */
export class Restarts {
  readonly #known = new Map<number, Clustering[]>();

  /**
   * @param points `[n][d]`
   * @param distances between them, `[n * n]`
   * @param seeds one for each start
   */
  constructor(
    private readonly points: number[][],
    readonly distances: Float64Array,
    private readonly seeds: readonly number[],
  ) {}

  /** How many points. */
  get size(): number {
    return this.points.length;
  }

  /** Clusterings into `k` clusters, one from each of the first `starts` seeds (from all by default). */
  of(k: number, starts = this.seeds.length): Clustering[] {
    const known = this.#known.get(k) ?? [];
    this.#known.set(k, known);
    for (const seed of this.seeds.slice(known.length, starts)) {
      known.push(kMeans(this.points, this.distances, k, seed));
    }
    return known.slice(0, starts);
  }
}
