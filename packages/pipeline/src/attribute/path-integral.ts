/**
 * The path integral of a derivative from a baseline to an image, by Gauss–Legendre quadrature:
 *
 *     attribution = (x − x') ⊙ Σ_s w_s ∂ score(x' + α_s (x − x')) / ∂x
 *
 * Completeness: the attributions add up to score(x) − score(x'), but for the error of the quadrature.
 */
import { gaussLegendre } from "@gipfel/attribution";
import { addInto } from "../numerics/sums.js";
import type { Evaluation } from "./evaluations.js";

/** Names of a network's outputs. */
export interface GradientOutputs {
  readonly gradient: string;
  readonly score: string;
}

export class PathIntegral {
  readonly #sum: Float64Array;
  /** Score at the end of the path, and at its beginning. */
  readonly ends = { image: Number.NaN, baseline: Number.NaN };

  /**
   * @param from the baseline x'.
   * @param to the image x, of the same length.
   */
  constructor(
    readonly from: Float32Array,
    readonly to: Float32Array,
    readonly steps: number,
  ) {
    this.#sum = new Float64Array(to.length);
  }

  /**
   * The points to evaluate, both ends first.
   *
   * @param moving the input that follows the path.
   * @param fixed the inputs that stay.
   */
  *evaluations(moving: string, fixed: Evaluation["rows"], outputs: GradientOutputs): Generator<Evaluation> {
    const at = (alpha: number, use: Evaluation["use"]): Evaluation => ({
      rows: { ...fixed, [moving]: (into) => this.#interpolate(alpha, into) },
      use,
    });
    yield at(1, (row) => {
      this.ends.image = row[outputs.score]![0]!;
    });
    yield at(0, (row) => {
      this.ends.baseline = row[outputs.score]![0]!;
    });
    const { points, weights } = gaussLegendre(this.steps);
    for (const [s, alpha] of points.entries()) {
      yield at(alpha, (row) => {
        addInto(this.#sum, row[outputs.gradient]!, weights[s]!);
      });
    }
  }

  /** (x − x') ⊙ the integral, once all evaluations are used. */
  attributions(): Float64Array {
    return this.#sum.map((gradient, i) => gradient * (this.to[i]! - this.from[i]!));
  }

  #interpolate(alpha: number, into: Float32Array): void {
    const { from, to } = this;
    for (let i = 0; i < into.length; i += 1) into[i] = from[i]! + alpha * (to[i]! - from[i]!);
  }
}
