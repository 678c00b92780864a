/** Decay of the averages, and what keeps the quotient finite. */
const meanDecay = 0.9;
const squareDecay = 0.999;
const epsilon = 1e-8;

/** Adam (Kingma and Ba 2015, algorithm 1), upwards. */
export class AdamAscent {
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  #steps = 0;

  constructor(
    count: number,
    private readonly rate: number,
  ) {
    this.#mean = new Float32Array(count);
    this.#square = new Float32Array(count);
  }

  /** Changes `parameters` in place. */
  step(parameters: Float32Array, gradient: Float32Array): void {
    this.#steps += 1;
    const [mean, square] = [this.#mean, this.#square];
    const unbiasedMean = this.rate / (1 - meanDecay ** this.#steps);
    const unbiasedSquare = 1 / (1 - squareDecay ** this.#steps);
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i];
      mean[i] += (1 - meanDecay) * (g - mean[i]);
      square[i] += (1 - squareDecay) * (g * g - square[i]);
      parameters[i] += (unbiasedMean * mean[i]) / (Math.sqrt(unbiasedSquare * square[i]) + epsilon);
    }
  }
}
