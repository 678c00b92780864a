import { gradientAtLevel } from "./gradient.js";
import type { Method } from "./method.js";

/** The largest absolute derivative over the channels, at each position: `[N, 1, H, W]` once it is finished. */
export const saliency: Method<"saliency"> = {
  sampling: () => "once",
  finish: () => "channel-maximum",
  attribute: gradientAtLevel,
};
