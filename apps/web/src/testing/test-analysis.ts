import type { AnalysisSettings, ServiceAnalysis } from "@gipfel/contracts";

export const testSettings: AnalysisSettings = {
  classes: null,
  layers: "auto",
  clusters: "auto",
  components: 0.9,
  profile: "spatial",
  scope: "dataset",
  baseline: "zero",
  tolerance: 0.01,
  limit: null,
  batch: 8,
  pairs: "all",
  edgeMethod: "integrated-gradients",
  visualize: false,
  seed: 0,
  target: null,
  preprocess: null,
  labels: null,
};

/** A finished analysis, but for what is given. */
export function testAnalysis(given: Partial<ServiceAnalysis> = {}): ServiceAnalysis {
  const time = "2026-01-01T00:00:00.000Z";
  return {
    ...{ id: "00000000-0000-7000-8000-000000000000", version: 1, createdAt: time, updatedAt: time },
    ...{ name: "an analysis", modelId: "m", datasetId: "d", settings: testSettings },
    ...{ status: "finished", progress: null, error: null, skipped: 0 },
    ...{ startedAt: time, finishedAt: time, clonedFrom: null },
    ...given,
  };
}
