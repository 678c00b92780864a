export { type AnalysisOptions, defaultOptions } from "./analysis-options.js";
export { availableEngines, type EngineAvailability } from "./engines.js";
export { type AnalysisEstimate, estimateAnalysis } from "./estimate.js";
export { type InspectOptions, inspectModel, type ModelInspection } from "./inspect-model.js";
export { timePlainInference } from "./plain-inference.js";
export type { Progress, RunContext } from "./ports.js";
export { type AnalysisPaths, type PreparedAnalysis, prepareAnalysis } from "./prepare.js";
export { type AnalysisResult, checkOutput, runAnalysis, type Timings } from "./run-analysis.js";
export { version } from "./version.js";
