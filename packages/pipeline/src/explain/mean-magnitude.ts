/** Where a class is looked at: the mean over its images of the magnitude of their maps. */

import { defaultPercentile, renderHeatMap, type ValueMap } from "@gipfel/heat-map";
import type { FinishedMap } from "../attribute/finish.js";
import { mapOf } from "./render-explanation.js";

/** Light grey, under maps that belong to no single image. */
const paper = 235;

/** M(p) = mean over images of |Σ_c A_c(p)|: what the picture of each shows, without its sign. */
export class MeanMagnitude {
  #sum: Float64Array | undefined;
  #size: readonly [number, number] = [0, 0];
  images = 0;

  /** @returns whether the map has positions; one without is not counted. */
  add(map: FinishedMap): boolean {
    const reduced = mapOf(map);
    if (!reduced) return false;
    this.#sum ??= new Float64Array(reduced.data.length);
    this.#size = [reduced.width, reduced.height];
    for (const [p, value] of reduced.data.entries()) this.#sum[p]! += Math.abs(value);
    this.images += 1;
    return true;
  }

  /** Undefined before anything was added. */
  mean(): ValueMap | undefined {
    const [width, height] = this.#size;
    const { images } = this;
    return this.#sum && { width, height, data: Float32Array.from(this.#sum, (sum) => sum / images) };
  }
}

/** PNG of a mean map over plain paper. */
export function renderMeanMagnitude(map: ValueMap, texts: { title: string; subtitle: string }): Promise<Buffer> {
  const { width, height } = map;
  const picture = { width, height, data: new Uint8Array(3 * width * height).fill(paper) };
  return renderHeatMap({ picture, map, kind: "sequential", ...texts, percentile: defaultPercentile });
}
