/** Does any job, in a job process. */
import type { Job, JobKind } from "@gipfel/contracts";
import type { EngineChoice } from "@gipfel/pipeline";
import type { Environment } from "../environment.js";
import { AnalysisJobs } from "./analysis-jobs.js";
import { checkModel } from "./check-model.js";
import { explain } from "./explain.js";
import type { JobScope } from "./job-scope.js";
import { studyAnalysis } from "./study-analysis.js";

type JobTable = { readonly [Kind in JobKind]: (job: Extract<Job, { kind: Kind }>, scope: JobScope) => Promise<void> };

export interface JobRunner {
  run(job: Job, scope: JobScope): Promise<void>;
}

/** @param computing what makes explanations; an analysis says itself what it is made by. */
export function openJobRunner(environment: Environment, computing: EngineChoice): JobRunner {
  const analyses = new AnalysisJobs(environment);
  const table: JobTable = {
    "check-model": ({ modelId }) => checkModel(environment, modelId),
    "plan-analysis": ({ analysisId }, scope) => analyses.plan(analysisId, scope),
    "average-baselines": ({ analysisId }, scope) => analyses.baselines(analysisId, scope),
    "collect-shard": ({ analysisId, shard }, scope) => analyses.collect(analysisId, shard, scope),
    "find-concepts": ({ analysisId }, scope) => analyses.concepts(analysisId, scope),
    "integrate-shard": ({ analysisId, shard }, scope) => analyses.integrate(analysisId, shard, scope),
    "draw-concepts": ({ analysisId }, scope) => analyses.pictures(analysisId, scope),
    "write-graphs": ({ analysisId }, scope) => analyses.graphs(analysisId, scope),
    "study-analysis": ({ studyId }, scope) => studyAnalysis(environment, studyId, scope),
    explain: ({ explanationId }, scope) => explain(environment, explanationId, computing, scope),
  };
  return {
    run: (job, scope) => {
      // The kind picks the entry that takes this member of the union, which the compiler cannot follow.
      const run = table[job.kind] as (job: Job, scope: JobScope) => Promise<void>;
      return run(job, scope);
    },
  };
}
