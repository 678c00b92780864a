export { classMap, type MapMethod, mapMethod } from "./class-map/class-map.js";
export { classProfiles, cosines } from "./class-map/class-profiles.js";
export type { Point } from "./class-map/point.js";
export type { ConceptOptions } from "./concept-options.js";
export { correlation } from "./correlation.js";
export { type Concepts, findConcepts } from "./find-concepts.js";
export {
  accumulateStatistics,
  emptyStatistics,
  type ProfileBatch,
  type ProfileStatistics,
} from "./profile-statistics.js";
export { createRandom, type RandomSource } from "./random.js";
