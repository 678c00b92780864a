import type { NetworkBuilder, Value } from "@gipfel/network";

/** Keeps the denominators of all rules but epsilon's own away from zero, as in Zennit. */
export const stabiliser = 1e-6;

/** R / (z + ε sign z) with sign 0 = 1. Without an ε, nothing passes where z is zero. */
export function divideStabilised(builder: NetworkBuilder, relevance: Value, z: Value, epsilon = stabiliser): Value {
  const zero = builder.scalar(0);
  if (epsilon === 0) {
    return builder.where(builder.compare("equal", z, zero), zero, builder.divide(relevance, z));
  }
  const signed = builder.where(builder.compare("less", z, zero), builder.scalar(-epsilon), builder.scalar(epsilon));
  return builder.divide(relevance, builder.add(z, signed));
}
