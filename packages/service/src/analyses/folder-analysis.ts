import { type AnalysisDocument, AnalysisSettings, parseAs, type ServiceAnalysis } from "@gipfel/contracts";
import type { ResultSource } from "../results/result-source.js";
import { defaultSettings } from "./settings.js";

/** An analysis that was made elsewhere, as one of the service. Model and data set are known by their hashes alone. */
export function folderAnalysis({ id, name, since, document }: ResultSource): ServiceAnalysis {
  return {
    ...{ id, name, version: 1, createdAt: since, updatedAt: since },
    modelId: document.model.hash,
    datasetId: document.dataset.hash,
    settings: settingsOf(document),
    ...{ status: "finished", progress: null, error: null, startedAt: null, finishedAt: since, clonedFrom: null },
    skipped: document.skippedImages.length,
  };
}

function settingsOf({ options }: AnalysisDocument): AnalysisSettings {
  const known = Object.fromEntries(
    Object.entries(defaultSettings).map(([name, value]) => [name, options[name] === undefined ? value : options[name]]),
  );
  return parseAs(AnalysisSettings, known, "GRAPH_INVALID", "options of analysis.json");
}
