import type { GraphEdge } from "@gipfel/contracts";

/** True where zero lies in the 95 % confidence interval; false, too, where the interval is not known. */
export function mayBeZero(edge: GraphEdge): boolean {
  if (edge.standardError === null || edge.tQuantile === null) return false;
  return Math.abs(edge.contribution) < edge.tQuantile * edge.standardError;
}
