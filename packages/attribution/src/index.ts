export type { Baselines } from "./baseline.js";
export * from "./collect-network.js";
export type { BlockOutputs, ColumnOutputs, SegmentOutputs } from "./outputs.js";
export type { BlockPlacement } from "./pairs/segment-pairs.js";
export { chooseLayers, type Layer, type LayerChoice, type LayerRole } from "./plan/layers.js";
export * from "./plan/plan-attribution.js";
export * from "./quadrature.js";
export * from "./segment-network.js";
