export { asCaller } from "./callers/caller.js";
export type { TextAnswer } from "./graphs/graph-thread.js";
export { openService } from "./open-service.js";
export type { FolderToOpen, OpenedFolder } from "./references/opened-folder.js";
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
  Studies,
  Upload,
  Views,
} from "./service.js";
export {
  defaultLimits,
  type Retention,
  type ServiceLimits,
  type ServiceLogger,
  type ServiceOptions,
} from "./service-options.js";
