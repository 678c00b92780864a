import {
  type AnalysisDocument,
  AnalysisSettings,
  type JobError,
  parseAs,
  type ServiceAnalysis,
} from "@gipfel/contracts";
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

/** A folder whose analysis.json went or was damaged after the service began to show it. */
export function damagedFolder(id: string, error: JobError): ServiceAnalysis {
  const since = new Date(0).toISOString();
  return {
    ...{ id, name: id, version: 1, createdAt: since, updatedAt: since, modelId: "unknown", datasetId: "unknown" },
    ...{ settings: defaultSettings, status: "failed", progress: null, error, startedAt: null, finishedAt: null },
    ...{ clonedFrom: null, skipped: 0 },
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
