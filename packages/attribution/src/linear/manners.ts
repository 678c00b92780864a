import { differences } from "./differences.js";
import type { Manner, MannerName } from "./manner.js";
import { meanSlopes } from "./mean-slopes.js";
import { tangents } from "./tangents.js";

export const manners: Readonly<Record<MannerName, Manner>> = {
  "mean-slopes": meanSlopes,
  tangents,
  differences,
};
