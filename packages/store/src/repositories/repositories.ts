import type { Context } from "../context.js";
import { AnalysisRepository } from "./analyses.js";
import { AnnotationRepository } from "./annotations.js";
import { DatasetRepository } from "./datasets.js";
import { ExplanationRepository } from "./explanations.js";
import { IdempotencyRepository } from "./idempotency.js";
import { ModelRepository } from "./models.js";
import { ShardRepository } from "./shards.js";
import { StudyRepository } from "./studies.js";
import { TokenRepository } from "./tokens.js";
import { ViewRepository } from "./views.js";

export interface Repositories {
  readonly models: ModelRepository;
  readonly datasets: DatasetRepository;
  readonly analyses: AnalysisRepository;
  readonly shards: ShardRepository;
  readonly explanations: ExplanationRepository;
  readonly studies: StudyRepository;
  readonly views: ViewRepository;
  readonly annotations: AnnotationRepository;
  readonly tokens: TokenRepository;
  readonly idempotency: IdempotencyRepository;
}

export function createRepositories(context: Context): Repositories {
  return {
    models: new ModelRepository(context),
    datasets: new DatasetRepository(context),
    analyses: new AnalysisRepository(context),
    shards: new ShardRepository(context),
    explanations: new ExplanationRepository(context),
    studies: new StudyRepository(context),
    views: new ViewRepository(context),
    annotations: new AnnotationRepository(context),
    tokens: new TokenRepository(context),
    idempotency: new IdempotencyRepository(context),
  };
}
