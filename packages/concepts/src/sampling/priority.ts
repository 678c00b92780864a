/**
 * The rank of one position of one image in a sample: a hash of seed, image and position, uniform in [0, 2⁵³). Samples
 * of the lowest ranks depend neither on the order in which images come nor on how they are batched.
 *
 * @param seed any safe integer
 */
export function priority(seed: number, image: number, position: number): number {
  const start = mix(seed | 0, Math.floor(seed / 2 ** 32));
  const high = mix(mix(start, image), position);
  const low = mix(high ^ 0x5bd1e995, position ^ image);
  return (high >>> 0) * 2 ** 21 + (low >>> 11);
}

function mix(state: number, value: number): number {
  let word = (state + Math.imul(value + 1, 0x9e3779b9)) | 0;
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return word ^ (word >>> 15);
}
