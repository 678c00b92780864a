export { type BasisKind, basisKinds } from "@gipfel/concepts";
export { defaultPercentile } from "@gipfel/heat-map";
export { isModel } from "@gipfel/network";
export type { Shard } from "./1-collect/plan-shards.js";
export { needsSegmentPass } from "./3-edges/segment-pass.js";
export { type AnalysisOptions, checkOptions, defaultOptions } from "./analysis-options.js";
export { AnalysisRun } from "./analysis-run.js";
export { listOutputs } from "./choose-output.js";
export { availableEngines, type EngineAvailability, type EngineChoice, resolveDevice } from "./engines.js";
export { type AnalysisEstimate, estimateAnalysis } from "./estimate.js";
export { evaluateConcepts } from "./evaluate/concepts/evaluate-concepts.js";
export {
  type BasisResult,
  type ConceptEvaluation,
  type ConceptEvaluationOptions,
  defaultCounts,
  type LayerEvaluation,
} from "./evaluate/concepts/evaluation.js";
export { evaluatePlanted, type PlantedEvaluation, type PlantedScore } from "./evaluate/planted/evaluate-planted.js";
export { type PlantOptions, plantedDirections, plantedGroups } from "./evaluate/planted/plant-options.js";
export { type ContactSheet, contactSheet } from "./explain/contact-sheet.js";
export { explainFolder, type FolderRequest, type FolderResult } from "./explain/explain-folder.js";
export {
  type Explanation,
  type ExplanationEngine,
  type ExplanationRun,
  explainImages,
  theOnly,
} from "./explain/explain-images.js";
export { explanationDocument } from "./explain/explanation-record.js";
export { MeanMagnitude, renderMeanMagnitude } from "./explain/mean-magnitude.js";
export { oneImage } from "./explain/one-image.js";
export {
  type ExplanationRequest,
  type PreparedExplanation,
  prepareExplanation,
} from "./explain/prepare-explanation.js";
export type { MapStyle } from "./explain/render-explanation.js";
export { checkExplanationFile, writeExplanation } from "./explain/write-explanation.js";
export { AnalysisFolder, pairPath } from "./files/analysis-folder.js";
export { ArrayFile } from "./files/array-file.js";
export { findClass, readAnalysis, readClassGraph, readGraph } from "./files/read-analysis.js";
export { readSources, writeSources } from "./files/sources-file.js";
export { writeWhole } from "./files/write-whole.js";
export { findEdgeImages } from "./image-path/edge-images.js";
export type { FinishedClass } from "./image-path/image-shards.js";
export { traceImage } from "./image-path/trace-image.js";
export { type InspectedSegment, type InspectOptions, inspectModel, type ModelInspection } from "./inspect-model.js";
export type { ModelReading, Subject, SubjectPaths } from "./open-subject.js";
export { type Speed, timeForward, timePlainInference } from "./plain-inference.js";
export type { Progress, RunContext } from "./ports.js";
export { type PreparedAnalysis, prepareAnalysis } from "./prepare.js";
export type { ReadAnalysisFile } from "./regroup/analysis-evidence.js";
export { ClusteringThread } from "./regroup/clustering-thread.js";
export { Regrouper } from "./regroup/regrouper.js";
export { type AnalysisResult, checkOutput, runAnalysis, type Timings } from "./run-analysis.js";
export { similarClasses } from "./similar-classes.js";
export { version } from "./version.js";
export {
  type PreparedVisualisation,
  prepareVisualisation,
  type VisualisationRequest,
} from "./visualize/prepare-visualisation.js";
export { defaultVisualizeOptions, type VisualizeOptions } from "./visualize/visualize-options.js";
export { type PictureOptions, type WrittenPicture, writePictures } from "./visualize/write-pictures.js";
