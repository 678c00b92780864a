import type { NetworkBuilder, Value } from "@gipfel/network";

/**
 * Who accounts for the difference of a maximum y = max x_p: the position p that wins at the image, where y ≥ y', else the
 * one that wins at the baseline (Shrikumar et al. 2017, who give max(y, y') − y' to the former and y − max(y, y') to the
 * latter: one of the two is 0). Either share Δy / Δx_p lies between 0 and 1, since |Δy| ≤ |Δx_p|.
 */
export interface MaximumShares {
  /** Factor of the position that wins at the image. */
  readonly atImage: Value;
  /** Factor of the position that wins at the baseline. */
  readonly atBaseline: Value;
}

/**
 * @param y the maximum at image and baseline.
 * @param dxAtImage the difference of the position that wins at the image; `dxAtBaseline` likewise.
 */
export function maximumShares(
  builder: NetworkBuilder,
  y: { readonly image: Value; readonly baseline: Value },
  dxAtImage: Value,
  dxAtBaseline: Value,
): MaximumShares {
  const dy = builder.subtract(y.image, y.baseline);
  const falls = builder.compare("less", y.image, y.baseline);
  const none = builder.scalar(0);
  return {
    atImage: builder.where(falls, none, quotient(builder, dy, dxAtImage)),
    atBaseline: builder.where(falls, quotient(builder, dy, dxAtBaseline), none),
  };
}

/** dy / dx; 1, the derivative of a maximum, where both are 0. An ε this small changes no other quotient in float32. */
function quotient(builder: NetworkBuilder, dy: Value, dx: Value): Value {
  const tiny = builder.scalar(1e-30);
  return builder.divide(builder.add(dy, tiny), builder.add(dx, tiny));
}
