export type { Baselines } from "./baseline.js";
export { type BaselineNetwork, buildBaselineNetwork } from "./baseline-network.js";
export { type ElementwiseFunction, secant } from "./calculus/secant.js";
export * from "./collect-network.js";
export type { FlowOutputs } from "./flow-graph.js";
export type { LayerOutputs } from "./layer-statistics.js";
export { type AttributionSubject, attributionInputs } from "./methods/attribution-graph.js";
export { type AttributionNetwork, buildAttributionNetwork } from "./methods/attribution-network.js";
export type { Finish, Sampling } from "./methods/method.js";
export type { BlockOutputs, ColumnOutputs, SegmentOutputs } from "./outputs.js";
export type { BlockPlacement } from "./pairs/segment-pairs.js";
export { elementwiseBody } from "./plan/elementwise.js";
export { chooseLayers, type Layer, type LayerChoice, type LayerRole } from "./plan/layers.js";
export * from "./plan/plan-attribution.js";
export * from "./quadrature.js";
export { ConstantPool } from "./replay.js";
export { ruleOf } from "./rules/derivative/index.js";
export type { Rule, RuleContext } from "./rules/derivative/rule.js";
export { differenceRuleOf } from "./rules/rescale/index.js";
export type { DifferenceContext, DifferenceRule } from "./rules/rescale/rule.js";
export * from "./segment-network.js";
export { networkFrom, tensorsBeside } from "./tail-network.js";
export { buildVectorNetwork, type LayerVectors, type VectorNetwork } from "./vector-network.js";
export { AdamAscent } from "./visualisation/adam.js";
export {
  buildImageParametrisation,
  type ImageParametrisation,
  type PixelMapping,
  parametrisationInputs,
} from "./visualisation/image-parametrisation.js";
export { randomView } from "./visualisation/random-view.js";
export { Resampling, type View } from "./visualisation/resampling.js";
export { buildScoreGradient, type ScoreGradient } from "./visualisation/score-gradient.js";
