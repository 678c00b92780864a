/** Uniform float32 numbers in [low, high) by mulberry32, so that a case is the same on every machine. */
export function uniform(count, seed, low = -1, high = 1) {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return low + (high - low) * (((t ^ (t >>> 14)) >>> 0) / 4294967296);
  });
}

export function sizeOf(shape) {
  return shape.reduce((product, n) => product * n, 1);
}
