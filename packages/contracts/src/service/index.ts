export {
  Analysis,
  AnalysisChanges,
  AnalysisRequest,
  AnalysisSettings,
  AnalysisSummary,
  CloneRequest,
  type ServiceAnalysis,
} from "./analysis.js";
export { Id, JobError, JobProgress, JobStatus, PageQuery } from "./common.js";
export { Dataset, DatasetChanges, DatasetImage, DatasetRegistration } from "./dataset.js";
export type { BodyOf, Endpoint, GivenBodyOf, GivenQueryOf, ParamsOf, QueryOf, ReplyOf, Role } from "./endpoint.js";
export { type EndpointName, type Endpoints, endpoints } from "./endpoints.js";
export { AnalysisEstimate } from "./estimate.js";
export { Explanation, ExplanationRequest, type ServiceExplanation } from "./explanation.js";
export { Job, type JobKind } from "./job.js";
export { Model, ModelChanges, ModelInspection, ModelPlan } from "./model.js";
export { PreprocessingChoice, PreprocessingObject } from "./preprocessing.js";
export { EdgeImagesState, ImagePath, ImagePathRequest } from "./study.js";
export {
  Annotation,
  AnnotationRequest,
  LayerClustering,
  View,
  ViewConcepts,
  ViewContent,
  ViewRequest,
} from "./view.js";
