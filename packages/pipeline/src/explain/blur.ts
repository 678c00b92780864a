/**
 * Gaussian blur of each channel; beyond the border the image goes on as it ends.
 *
 * @param image `[C, H, W]`
 * @param deviation in pixels.
 */
export function blur(
  image: Float32Array,
  [channels, height, width]: readonly [number, number, number],
  deviation: number,
): Float32Array {
  const weights = gaussian(deviation);
  const blurred = new Float32Array(image.length);
  const rows = channels * height;
  for (let row = 0; row < rows; row += 1)
    blurLine(image, blurred, weights, { start: row * width, stride: 1, length: width });
  const made = new Float32Array(image.length);
  for (let channel = 0; channel < channels; channel += 1) {
    for (let column = 0; column < width; column += 1) {
      const start = channel * height * width + column;
      blurLine(blurred, made, weights, { start, stride: width, length: height });
    }
  }
  return made;
}

/** Elements of an array at regular distances. */
interface Line {
  readonly start: number;
  readonly stride: number;
  readonly length: number;
}

function blurLine(from: Float32Array, to: Float32Array, weights: Float64Array, { start, stride, length }: Line): void {
  const reach = (weights.length - 1) / 2;
  for (let i = 0; i < length; i += 1) {
    let sum = 0;
    for (const [k, weight] of weights.entries()) {
      const at = Math.min(Math.max(i + k - reach, 0), length - 1);
      sum += weight * from[start + at * stride]!;
    }
    to[start + i * stride] = sum;
  }
}

/** Weights that add up to 1, out to three standard deviations. */
function gaussian(deviation: number): Float64Array {
  const reach = Math.max(1, Math.ceil(3 * deviation));
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
