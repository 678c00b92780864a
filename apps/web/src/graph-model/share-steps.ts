/** Steps of the slider of the share to show. */
export const shareSteps = 200;

/**
 * The share in [0, 1] at a step. Cubic, since in a deep network a hundredth of the attribution may take more edges than
 * can be told apart, while in a shallow one a tenth takes three.
 */
export function shareAt(step: number): number {
  return Number(((step / shareSteps) ** 3).toPrecision(4));
}

/** The step nearest to a share. */
export function stepOf(share: number): number {
  return Math.round(shareSteps * Math.cbrt(share));
}
