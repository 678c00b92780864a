import type { Value } from "@gipfel/network";
import type { LinearSegment } from "../plan/pair-paths.js";

/** A segment as a linear map from changes of its sources to changes of its target, at one point. */
export interface SegmentMap {
  readonly segment: LinearSegment;
  /**
   * How far a tensor moves when all sources go from baseline to activation: what {@link SegmentMap.push} of all changes
   * gives, for nothing. Undefined where the map does not add up to that.
   */
  difference(name: string): Value | undefined;
  /**
   * Carries changes of the sources towards the target.
   *
   * @param mix whether to go on past operations that mix channels.
   * @returns the change of every tensor that is reached.
   */
  push(changes: ReadonlyMap<string, Value>, mix: boolean): Map<string, Value>;
  /**
   * Carries weights on the target back to the tensors of the segment, the sources included.
   *
   * @param weights on the target, of its shape.
   */
  pull(weights: Value): Map<string, Value>;
}
