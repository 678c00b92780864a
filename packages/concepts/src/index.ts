export { adjustedRandIndex } from "./adjusted-rand-index.js";
export { agreement, type BasisAgreement } from "./bases/agreement.js";
export { type BasisMaps, basisMaps } from "./bases/basis-maps.js";
export { type CountQuality, chooseCount, KEPT_PART, MAX_AUTO_COUNT } from "./bases/choose-count.js";
export type { BasisKind, ConceptBasis, VectorSample } from "./bases/concept-basis.js";
export { basisKinds, fitBasis } from "./bases/fit-basis.js";
export type { FitData, FitOptions } from "./bases/fit-options.js";
export { outputMetric } from "./bases/metric.js";
export { neuronBasis, sampleStatistics } from "./bases/neurons/fit-neurons.js";
export { partOf, reconstruct, reconstructMaps, remainder } from "./bases/parts-of.js";
export { FrozenReadout, readout } from "./bases/readout.js";
export { StrengthSolver } from "./bases/strengths.js";
export { type VectorComponents, vectorComponents } from "./bases/vector-components.js";
export { classMap, type MapMethod, mapMethod } from "./class-map/class-map.js";
export { classProfiles, cosines } from "./class-map/class-profiles.js";
export type { Point } from "./class-map/point.js";
export { type ClusterQuality, clusterProfiles, type ProfileClusters } from "./cluster-profiles.js";
export type { ConceptOptions } from "./concept-options.js";
export { correlation } from "./correlation.js";
export { type Concepts, type FoundConcepts, findConcepts } from "./find-concepts.js";
export type { ProfileSpace } from "./profile-space.js";
export {
  accumulateStatistics,
  emptyStatistics,
  type ProfileBatch,
  type ProfileStatistics,
} from "./profile-statistics.js";
export { createRandom, type RandomSource } from "./random.js";
export { priority } from "./sampling/priority.js";
export { VectorReservoir } from "./sampling/vector-reservoir.js";
export { clusterSilhouette, splitCluster } from "./split-cluster.js";
