/** Which axis of an image input holds the channels, told by its sizes. */

/** An image has 1 channel, 3, or 4. */
export const mostChannels = 4;

/**
 * Whether an input of rank 4 with these sizes (0 where open) is `[N, H, W, C]`: its last axis can be channels, and its
 * second one, if known, is more than channels and more than the last.
 */
export function isChannelsLast([, a = 0, , c = 0]: readonly number[]): boolean {
  return (c === 1 || c === 3 || c === mostChannels) && (a === 0 || a > mostChannels);
}
