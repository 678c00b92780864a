export { type AnalysisOptions, defaultOptions } from "./analysis-options.js";
export type { Progress, RunContext } from "./ports.js";
export { type AnalysisPaths, type PreparedAnalysis, prepareAnalysis } from "./prepare.js";
export { type AnalysisResult, runAnalysis, type Timings } from "./run-analysis.js";
export { version } from "./version.js";
