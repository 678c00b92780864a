/**
 * An image seen through a small random shift, scaling and rotation, and the adjoint that carries gradients back: what
 * keeps ascent from patterns that only work at one place (Olah, Mordvintsev and Schubert 2017, "Transformation
 * Robustness"). Jitter, scaling, rotation and jitter again are one affine map of positions, so one bilinear
 * interpolation.
 */

export interface View {
  /** Shift of the image before it is scaled and turned, `[x, y]` in pixels. */
  readonly jitter: readonly [number, number];
  /** Above 1 the image is enlarged. */
  readonly scale: number;
  /** Radians. */
  readonly rotation: number;
  /** Shift after that. */
  readonly lastJitter: readonly [number, number];
}

const tapsPerPixel = 4;

/** The linear map of one view, for planes `[…, H, W]`. */
export class Resampling {
  /** For each pixel four places that it is made of, and their weights; 0 for those outside of the image. */
  readonly #places: Int32Array;
  readonly #weights: Float32Array;
  /** For each pixel the weight that lies outside of the image. */
  readonly #outside: Float32Array;
  readonly #size: number;

  constructor(height: number, width: number, view: View) {
    this.#size = height * width;
    this.#places = new Int32Array(tapsPerPixel * this.#size);
    this.#weights = new Float32Array(tapsPerPixel * this.#size);
    this.#outside = new Float32Array(this.#size);
    this.#findTaps(height, width, view);
  }

  /**
   * @param planes `[N, C, H, W]`
   * @param surroundings for each channel the value that lies around the image.
   */
  forward(planes: Float32Array, surroundings: readonly number[]): Float32Array {
    const size = this.#size;
    const [places, weights, outside] = [this.#places, this.#weights, this.#outside];
    const seen = new Float32Array(planes.length);
    for (let start = 0, plane = 0; start < planes.length; start += size, plane++) {
      const around = surroundings[plane % surroundings.length];
      for (let i = 0, tap = 0; i < size; i++, tap += tapsPerPixel) {
        seen[start + i] =
          weights[tap] * planes[start + places[tap]] +
          weights[tap + 1] * planes[start + places[tap + 1]] +
          weights[tap + 2] * planes[start + places[tap + 2]] +
          weights[tap + 3] * planes[start + places[tap + 3]] +
          outside[i] * around;
      }
    }
    return seen;
  }

  /** ⟨adjoint(g), planes⟩ = ⟨g, forward(planes, 0)⟩ for all planes of the shape of `g`. */
  adjoint(g: Float32Array): Float32Array {
    const size = this.#size;
    const [places, weights] = [this.#places, this.#weights];
    const pulled = new Float32Array(g.length);
    for (let start = 0; start < g.length; start += size) {
      for (let i = 0, tap = 0; i < size; i++, tap += tapsPerPixel) {
        const weight = g[start + i];
        pulled[start + places[tap]] += weights[tap] * weight;
        pulled[start + places[tap + 1]] += weights[tap + 1] * weight;
        pulled[start + places[tap + 2]] += weights[tap + 2] * weight;
        pulled[start + places[tap + 3]] += weights[tap + 3] * weight;
      }
    }
    return pulled;
  }

  #findTaps(height: number, width: number, { jitter, scale, rotation, lastJitter }: View): void {
    // A pixel shows what lay where the map is undone, about the centre: R(−rotation)/scale · (p − lastJitter) − jitter.
    const cosine = Math.cos(rotation) / scale;
    const sine = Math.sin(rotation) / scale;
    const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
    for (let row = 0, i = 0; row < height; row++) {
      const y = row - middleY - lastJitter[1];
      for (let column = 0; column < width; column++, i++) {
        const x = column - middleX - lastJitter[0];
        const sourceX = cosine * x + sine * y - jitter[0] + middleX;
        const sourceY = cosine * y - sine * x - jitter[1] + middleY;
        const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
        const [right, below] = [sourceX - left, sourceY - top];
        let outside = 1;
        for (let tap = 0; tap < tapsPerPixel; tap++) {
          const [dx, dy] = [tap & 1, tap >> 1];
          const [atX, atY] = [left + dx, top + dy];
          if (atX < 0 || atX >= width || atY < 0 || atY >= height) continue;
          const weight = (dx === 1 ? right : 1 - right) * (dy === 1 ? below : 1 - below);
          this.#places[tapsPerPixel * i + tap] = atY * width + atX;
          this.#weights[tapsPerPixel * i + tap] = weight;
          outside -= weight;
        }
        this.#outside[i] = Math.max(0, outside);
      }
    }
  }
}
