export { openService } from "./open-service.js";
export type {
  Analyses,
  AnalysisState,
  Annotations,
  ClassResults,
  Datasets,
  Explanations,
  ExportedGraph,
  JobReport,
  Models,
  Results,
  Service,
  Upload,
  Views,
} from "./service.js";
export { defaultLimits, type ServiceLimits, type ServiceLogger, type ServiceOptions } from "./service-options.js";
