/** Tables whose rows are checked one by one. */
import { analysisRows } from "../records/analysis.js";
import { annotationRows } from "../records/annotation.js";
import { Artifact } from "../records/artifact.js";
import { datasetRows } from "../records/dataset.js";
import { explanationImageRows, explanationRows } from "../records/explanation.js";
import { idempotencyKeyRows } from "../records/idempotency-key.js";
import { modelRows } from "../records/model.js";
import { ownedFileRows } from "../records/result-file.js";
import { rowCodec } from "../records/row-codec.js";
import { shardRows } from "../records/shard.js";
import { studyRows } from "../records/study.js";
import type { Database } from "../records/tables.js";
import { storedTokenRows } from "../records/token.js";
import { viewRows } from "../records/view.js";

export interface RecordTable {
  readonly table: keyof Database;
  /** One record, as messages name it. */
  readonly title: string;
  /** Columns of the primary key. */
  readonly key: readonly string[];
  /** Whether users can delete a record by itself. */
  readonly isDeletable?: boolean;
  readonly decode: (row: never) => unknown;
}

export const recordTables: readonly RecordTable[] = [
  { table: "artifacts", title: "artifact", key: ["hash"], decode: rowCodec(Artifact, "artifact").decode },
  { table: "models", title: "model", key: ["id"], isDeletable: true, decode: modelRows.decode },
  { table: "datasets", title: "data set", key: ["id"], isDeletable: true, decode: datasetRows.decode },
  { table: "analyses", title: "analysis", key: ["id"], isDeletable: true, decode: analysisRows.decode },
  { table: "analysisFiles", title: "result file", key: ["ownerId", "path"], decode: ownedFileRows.decode },
  { table: "shards", title: "shard", key: ["analysisId", "phase", "key"], decode: shardRows.decode },
  { table: "explanations", title: "explanation", key: ["id"], isDeletable: true, decode: explanationRows.decode },
  {
    table: "explanationImages",
    title: "image of an explanation",
    key: ["explanationId", "image"],
    decode: explanationImageRows.decode,
  },
  { table: "studies", title: "study", key: ["id"], decode: studyRows.decode },
  { table: "views", title: "view", key: ["id"], isDeletable: true, decode: viewRows.decode },
  { table: "viewFiles", title: "file of a view", key: ["ownerId", "path"], decode: ownedFileRows.decode },
  { table: "annotations", title: "annotation", key: ["analysisId", "node"], decode: annotationRows.decode },
  { table: "tokens", title: "token", key: ["id"], decode: storedTokenRows.decode },
  { table: "idempotencyKeys", title: "idempotency key", key: ["owner", "key"], decode: idempotencyKeyRows.decode },
];
