import type { JobStatus } from "@gipfel/contracts";
import type { Analyses } from "@gipfel/service";
import { changes } from "../wire/changes.js";
import { type HandlersOf, noAnswer } from "../wire/handler.js";

const ends: readonly JobStatus[] = ["cancelled", "failed", "finished"];

export const analysisHandlers = (analyses: Analyses): HandlersOf<"Analyses"> => ({
  showDefaults: () => analyses.defaults(),
  listAnalyses: ({ query }) => analyses.list(query),
  createAnalysis: ({ body, once }) => analyses.create(body, once),
  estimateAnalysis: ({ body }) => analyses.estimate(body),
  listSkippedImages: ({ params, query }) => analyses.skipped(params.analysis, query),
  showAnalysis: ({ params }) => analyses.show(params.analysis),
  showAnalysisDocument: ({ params }) => analyses.document(params.analysis),
  watchAnalysis: ({ params, signal }) =>
    changes(
      (tell) => analyses.watch(params.analysis, tell),
      ({ status }) => ends.includes(status),
      signal,
    ),
  cancelAnalysis: ({ params }) => analyses.cancel(params.analysis),
  resumeAnalysis: ({ params }) => analyses.resume(params.analysis),
  retryAnalysis: ({ params }) => analyses.retry(params.analysis),
  cloneAnalysis: ({ params, body, once }) => analyses.clone(params.analysis, body, once),
  renameAnalysis: ({ params, body, version }) => analyses.rename(params.analysis, body, version),
  deleteAnalysis: ({ params }) => analyses.remove(params.analysis).then(noAnswer),
});
