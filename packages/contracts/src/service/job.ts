/**
 * The work that a queue carries to workers: one union, told apart by `kind`. Jobs name what is to be done and nothing of
 * how; whatever they need lies in the store and below the two shared folders, so that any worker can do any job, and do it
 * twice without harm.
 */
import { type Static, Type } from "typebox";
import { Id } from "./common.js";

const analysisId = Id();
const shard = Type.String({ minLength: 1, maxLength: 500 });

export const Job = Type.Union([
  /** Reads an uploaded model in a process of its own. */
  Type.Object({ kind: Type.Literal("check-model"), modelId: Id() }),
  /** Plans an analysis: its shards, and the jobs that follow. */
  Type.Object({ kind: Type.Literal("plan-analysis"), analysisId }),
  /** Mean activations, where they are the baseline. */
  Type.Object({ kind: Type.Literal("average-baselines"), analysisId }),
  /** Phase 1 of one shard. */
  Type.Object({ kind: Type.Literal("collect-shard"), analysisId, shard }),
  /** Phase 2. */
  Type.Object({ kind: Type.Literal("find-concepts"), analysisId }),
  /** Phase 3 of one shard. */
  Type.Object({ kind: Type.Literal("integrate-shard"), analysisId, shard }),
  /** Pictures of the concepts, where they are asked for. */
  Type.Object({ kind: Type.Literal("draw-concepts"), analysisId }),
  /** Phase 4, and the end of the analysis. */
  Type.Object({ kind: Type.Literal("write-graphs"), analysisId }),
  Type.Object({ kind: Type.Literal("explain"), explanationId: Id() }),
  /** Something more about a finished analysis: an image's path, the images behind edges. */
  Type.Object({ kind: Type.Literal("study-analysis"), studyId: Id() }),
]);

export type Job = Static<typeof Job>;
export type JobKind = Job["kind"];
