/** All tables with the schema of their records; the types of rows follow from it. */
import type { Static } from "typebox";
import { Analysis } from "./analysis.js";
import { Annotation } from "./annotation.js";
import { Artifact } from "./artifact.js";
import { Dataset } from "./dataset.js";
import { Explanation, ExplanationImage } from "./explanation.js";
import { IdempotencyKey } from "./idempotency-key.js";
import { Identity } from "./identity.js";
import { Model } from "./model.js";
import { OwnedFile } from "./result-file.js";
import type { RowOf } from "./row-codec.js";
import { Shard } from "./shard.js";
import { Study } from "./study.js";
import { StoredToken } from "./token.js";
import { View } from "./view.js";

export const tables = {
  artifacts: Artifact,
  models: Model,
  datasets: Dataset,
  analyses: Analysis,
  analysisFiles: OwnedFile,
  shards: Shard,
  explanations: Explanation,
  explanationImages: ExplanationImage,
  studies: Study,
  views: View,
  viewFiles: OwnedFile,
  annotations: Annotation,
  tokens: StoredToken,
  idempotencyKeys: IdempotencyKey,
  identities: Identity,
} as const;

export type Database = { [Table in keyof typeof tables]: RowOf<Static<(typeof tables)[Table]>> };
