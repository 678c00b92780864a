export { type BackUpOptions, backUpState } from "./backup/back-up-state.js";
export { type CheckStateOptions, checkState } from "./backup/check-state.js";
export type { CopyProgress } from "./backup/copy-store.js";
export { type RestoreOptions, restoreState } from "./backup/restore-state.js";
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
  retentionOf,
  type ServiceLimits,
  type ServiceLogger,
  type ServiceOptions,
} from "./service-options.js";
