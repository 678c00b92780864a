/** What the sizes of an image input tell and may be. */

/** An image has 1 channel, 3, or 4. */
export const mostChannels = 4;

/** No image is higher or wider, and no batch of a file larger. */
const largestSize = 2 ** 16;

/** Of one image; a network that takes more has tensors that no machine holds. */
const mostValues = 2 ** 28;

/**
 * Whether an input of rank 4 with these sizes (0 where open) is `[N, H, W, C]`: its last axis can be channels, and its
 * second one, if known, is more than channels and more than the last.
 */
export function isChannelsLast([, a = 0, , c = 0]: readonly number[]): boolean {
  return (c === 1 || c === 3 || c === mostChannels) && (a === 0 || a > mostChannels);
}

/** What is wrong with the sizes of an input, those of its batch first and 0 where open; undefined where nothing is. */
export function problemOfSizes(sizes: readonly number[]): string | undefined {
  if (sizes.length === 0) return "an image input [N, C, H, W] is supported";
  if (sizes.some((size) => size < 0 || size > largestSize)) return `sizes from 1 to ${largestSize} are supported`;
  const values = sizes.slice(1).reduce((product, size) => product * Math.max(size, 1), 1);
  return values > mostValues ? `images of at most ${mostValues} values are supported` : undefined;
}
