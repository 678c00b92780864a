import type { SegmentPlan } from "../plan/plan-attribution.js";
import { Linearisation } from "./linearisation.js";
import type { LinearisationPoint } from "./manner.js";
import { manners } from "./manners.js";
import { RelevanceMap } from "./relevance-map.js";
import type { SegmentMap } from "./segment-map.js";

/** A segment as a linear map, in the manner that was planned. */
export function mapSegment(
  { linear, manner }: Pick<SegmentPlan, "linear" | "manner">,
  point: LinearisationPoint,
): SegmentMap {
  return manner === "relevance" ? new RelevanceMap(linear, point) : new Linearisation(linear, manners[manner], point);
}
