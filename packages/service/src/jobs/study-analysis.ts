/** Studies: what is asked of a finished analysis, with its own model and images. */
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { openDataset } from "@gipfel/dataset";
import {
  AnalysisFolder,
  type FinishedClass,
  findEdgeImages,
  oneImage,
  type RunContext,
  readClassGraph,
  traceImage,
} from "@gipfel/pipeline";
import type { Study } from "@gipfel/store";
import { demand, kinds } from "../changes.js";
import type { Environment } from "../environment.js";
import { imagesOf, placeResults } from "../explanations/subject-files.js";
import { pathRequestOf } from "../studies/study-service.js";
import { prepareStored } from "./analysis-session.js";
import type { JobScope } from "./job-scope.js";

export async function studyAnalysis(environment: Environment, id: string, { signal, report }: JobScope): Promise<void> {
  const { store, places } = environment;
  const study = await store.studies.find(id);
  if (!study || !(study.status === "queued" || study.status === "running")) return;
  await store.studies.start(id);
  const folder = join(places.drafts, randomUUID());
  try {
    const finished = await openClass(environment, study, folder);
    const answer = await answerTo(environment, study, finished, folder, { signal, onProgress: report });
    const { hash } = await store.artifacts.put(Buffer.from(JSON.stringify(answer)));
    await store.studies.finish(id, hash);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function answerTo(
  environment: Environment,
  study: Study,
  finished: FinishedClass,
  folder: string,
  context: RunContext,
): Promise<unknown> {
  const work = new AnalysisFolder(join(folder, "images-work"));
  if (study.kind === "edge-images") return findEdgeImages(finished, work, context);
  const { image, uploadId } = pathRequestOf(study);
  if (uploadId === undefined) {
    return traceImage(finished, oneImage(finished.prepared.dataset, String(image)), work, context);
  }
  const dataset = await openDataset(await imagesOf(environment, { uploadId }, folder));
  return traceImage(
    { ...finished, prepared: { ...finished.prepared, dataset } },
    oneImage(dataset, "0"),
    work,
    context,
  );
}

/** The class with the files of its analysis, which are put into the folder. */
async function openClass(environment: Environment, study: Study, folder: string): Promise<FinishedClass> {
  const { analysisId, classId } = study;
  const analysis = demand(await environment.store.analyses.find(analysisId), kinds.analysis, analysisId);
  const results = new AnalysisFolder(join(folder, "analysis"));
  const needed = ["analysis.json", `graphs/${classId}.json`, "baselines.bin"];
  await placeResults(environment, analysisId, results.path, (path) => {
    return needed.includes(path) || path.startsWith("activations/");
  });
  const prepared = await prepareStored(environment, analysis, new AnalysisFolder(join(folder, "prepared")), {});
  const graph = await readClassGraph(results.path, classId);
  const analysed = prepared.classes.find(({ id }) => id === classId);
  if (!analysed || graph.model.hash !== prepared.model.hash || graph.dataset.hash !== prepared.dataset.hash) {
    throw new GipfelError("DATASET_INVALID", "the data set changed since it was analysed; analyse it again");
  }
  return { prepared, analysed, graph, results };
}
