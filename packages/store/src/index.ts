export { ArtifactFiles, type Content, syncFolder } from "./artifacts/artifact-files.js";
export {
  Artifacts,
  hashOfFile,
  type OpenArtifact,
  type PreparedArtifact,
  type StoredArtifact,
  type SweepOptions,
  type SweepResult,
} from "./artifacts/artifacts.js";
export type { Swept } from "./artifacts/sweep.js";
export { checkStore, type Finding } from "./backup/check-store.js";
export { type CopyFault, copyArtifact, copyDatabase, syncFile } from "./backup/copy-store.js";
export { StoreReader } from "./backup/read-store.js";
export { type FileLock, lockFile } from "./database/lock-file.js";
export { marker, readMarker, writeMarker } from "./identity.js";
export type { StoreLogger } from "./logger.js";
export { type Creation, openStore, type Store, type StoreOptions } from "./open-store.js";
export type { Page, PageRequest } from "./pages.js";
export { Analysis } from "./records/analysis.js";
export { Annotation } from "./records/annotation.js";
export { unknownId } from "./records/columns.js";
export { Dataset, DatasetClass } from "./records/dataset.js";
export { Explanation, ExplanationImage } from "./records/explanation.js";
export { JobError, JobProgress, type JobStatus, jobStatuses } from "./records/job.js";
export { Model } from "./records/model.js";
export { ResultFile } from "./records/result-file.js";
export type { Damage } from "./records/row-codec.js";
export { Shard, type ShardKey } from "./records/shard.js";
export { Study, type StudyKind } from "./records/study.js";
export { Token } from "./records/token.js";
export { ConceptEdit, View } from "./records/view.js";
export type { AnalysisFilter, AnalysisRepository, AnalysisResult, NewAnalysis } from "./repositories/analyses.js";
export type { AnnotationRepository } from "./repositories/annotations.js";
export type { DatasetRepository, NewDataset } from "./repositories/datasets.js";
export type { ExplanationFilter, ExplanationRepository, NewExplanation } from "./repositories/explanations.js";
export type { IdempotencyRepository, IdempotentRequest, Reservation } from "./repositories/idempotency.js";
export type { ModelRepository, NewModel } from "./repositories/models.js";
export type { Repositories } from "./repositories/repositories.js";
export type { PhaseProgress, ShardRepository } from "./repositories/shards.js";
export type { NewStudy, StudyRepository } from "./repositories/studies.js";
export type { NewToken, TokenRepository, VerifiedToken } from "./repositories/tokens.js";
export type { NewView, ViewRepository } from "./repositories/views.js";
export type { Change, Removal } from "./versions.js";
