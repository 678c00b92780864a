import type { AnalysisSummary, Dataset, Model, ServiceAnalysis } from "@gipfel/contracts";
import { isOfService } from "../../service/of-service.js";

/** An analysis as the start page lists it. */
export interface AnalysisEntry {
  readonly analysis: ServiceAnalysis;
  /** Null where it has been deleted, or is not known yet. */
  readonly model: string | null;
  readonly dataset: string | null;
  /** Images that it covers; of an unfinished one, those of the data set. */
  readonly images: number | null;
  /** Of a finished one. */
  readonly classes: number | null;
  /** A folder of the command line, which can be looked at only. */
  readonly isFolder: boolean;
}

/** Those under way first, then as the service lists them: newest first, folders of the command line last. */
export function describeAnalyses(
  analyses: readonly ServiceAnalysis[],
  models: readonly Model[],
  datasets: readonly Dataset[],
  results: readonly AnalysisSummary[] | null,
): AnalysisEntry[] {
  const modelOf = new Map(models.map((model) => [model.id, model]));
  const datasetOf = new Map(datasets.map((dataset) => [dataset.id, dataset]));
  const resultOf = new Map(results?.map((result) => [result.id, result]));
  const entries = analyses.map((analysis): AnalysisEntry => {
    const result = resultOf.get(analysis.id);
    const dataset = datasetOf.get(analysis.datasetId);
    return {
      analysis,
      model: modelOf.get(analysis.modelId)?.name ?? result?.model.name ?? null,
      dataset: dataset?.name ?? result?.dataset.name ?? null,
      images: result?.dataset.images ?? dataset?.images ?? null,
      classes: result?.classes.length ?? null,
      isFolder: !isOfService(analysis.id),
    };
  });
  const first = ({ analysis }: AnalysisEntry) =>
    ["running", "cancelling", "queued"].includes(analysis.status) ? 0 : 1;
  return entries.sort((a, b) => first(a) - first(b));
}
