import { join } from "node:path";
import type { AnalysisSettings } from "@gipfel/contracts";
import { type SubjectPaths, writeWhole } from "@gipfel/pipeline";
import type { Analysis } from "@gipfel/store";
import { demand, kinds } from "../changes.js";
import { datasetPath } from "../datasets/dataset-path.js";
import type { Environment } from "../environment.js";
import { modelFile } from "../models/model-file.js";

/**
 * Model and data set of an analysis as the files that the pipeline reads.
 *
 * @param folder takes what has to become a file first
 * @throws GipfelError MODEL_NOT_FOUND, DATASET_NOT_FOUND
 */
export async function subjectPaths(
  environment: Environment,
  { modelId, datasetId }: Pick<Analysis, "modelId" | "datasetId">,
  { labels, preprocess }: AnalysisSettings,
  folder: string,
): Promise<SubjectPaths> {
  const { store } = environment;
  const model = demand(await store.models.find(modelId), kinds.model, modelId);
  const dataset = demand(await store.datasets.find(datasetId), kinds.dataset, datasetId);
  const labelsFile = labels === null ? null : join(folder, "labels.json");
  if (labelsFile !== null) await writeWhole(labelsFile, JSON.stringify(labels));
  return {
    model: await modelFile(environment, model),
    data: await datasetPath(environment, dataset),
    labels: labelsFile,
    preprocess,
  };
}
