import { type AnalysisDocument, AnalysisSettings, parseAs, type ServiceAnalysis } from "@gipfel/contracts";
import { presets } from "@gipfel/dataset";
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

/** The preset, or its values where it is none. */
function preprocessOf(recorded: unknown): unknown {
  if (typeof recorded !== "object" || recorded === null) return null;
  const { name, keepMatching: _, ...values } = recorded as Record<string, unknown>;
  return typeof name === "string" && Object.hasOwn(presets, name) ? name : values;
}

/** @throws GipfelError GRAPH_INVALID */
export function settingsOf({ options }: AnalysisDocument): AnalysisSettings {
  const stated = { ...options, preprocess: preprocessOf(options.preprocessing) };
  const known = Object.fromEntries(
    Object.entries({ ...defaultSettings, ...stated }).filter(([name]) => Object.hasOwn(defaultSettings, name)),
  );
  return parseAs(AnalysisSettings, known, "GRAPH_INVALID", "options of analysis.json");
}
