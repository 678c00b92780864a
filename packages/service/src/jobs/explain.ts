import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { chooseMethod, type ExplanationRequest, GipfelError, type MethodChoice } from "@gipfel/contracts";
import {
  defaultOptions,
  defaultPercentile,
  type EngineChoice,
  type Explanation,
  type ExplanationRun,
  explainImages,
  explanationDocument,
  oneImage,
  type PreparedExplanation,
  prepareExplanation,
  readAnalysis,
  writeExplanation,
} from "@gipfel/pipeline";
import { demand, kinds } from "../changes.js";
import type { Environment } from "../environment.js";
import { requestOf } from "../explanations/explanation-service.js";
import { imagesOf, nodesOf } from "../explanations/subject-files.js";
import { modelFile } from "../models/model-file.js";
import type { JobScope } from "./job-scope.js";

const { batch } = defaultOptions;

/** Explains the images that have no result yet. */
export async function explain(
  environment: Environment,
  id: string,
  computing: EngineChoice,
  { signal, report }: JobScope,
): Promise<void> {
  const { store, places } = environment;
  const found = await store.explanations.find(id);
  if (!found || !(found.status === "queued" || found.status === "running")) return;
  await store.explanations.start(id);
  const request = requestOf(found);
  const folder = join(places.drafts, randomUUID());
  try {
    const prepared = await prepare(environment, request, folder);
    const done = new Set((await store.explanations.images(id)).map(({ image }) => image));
    const wanted = (request.images ?? [0]).filter((index) => !done.has(String(index)));
    const images = wanted.map((index) => oneImage(prepared.subject.dataset, String(index)));
    const context = { signal, onProgress: report };
    if (images.length > 0) {
      await explainImages(prepared, images, { ...computing, threads: 1, batch }, context, async (run) => {
        for await (const made of run.explanations) {
          if ("error" in made) throw new GipfelError(made.error.code, `${made.image.name}: ${made.error.message}`);
          await keep(environment, id, prepared, made, run, folder);
        }
      });
    }
    await store.explanations.finish(id);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(
  environment: Environment,
  request: ExplanationRequest,
  folder: string,
): Promise<PreparedExplanation> {
  const { modelId, method, parameters = {}, target, level = null, preprocess = null } = request;
  const model = demand(await environment.store.models.find(modelId), kinds.model, modelId);
  const graph = await nodesOf(environment, request, folder);
  const prepared = await prepareExplanation({
    paths: {
      model: await modelFile(environment, model),
      data: await imagesOf(environment, request, folder),
      labels: null,
      preprocess,
    },
    ...{ output: null, method: chooseMethod(method, parameters) as MethodChoice, target, level },
    ...{ graph, graphClass: request.graphClass ?? null },
  });
  if (graph !== null) await checkUnchanged(environment, request, graph, prepared);
  return prepared;
}

/** Images are known by their index in what was analyzed. @throws GipfelError DATASET_INVALID */
async function checkUnchanged(
  { store }: Environment,
  { analysisId, datasetId }: ExplanationRequest,
  folder: string,
  { subject }: PreparedExplanation,
): Promise<void> {
  const analysis = analysisId === undefined ? undefined : await store.analyses.find(analysisId);
  if (analysis?.datasetId !== datasetId) return;
  const { dataset } = await readAnalysis(folder);
  if (dataset.hash === subject.dataset.hash) return;
  throw new GipfelError("DATASET_INVALID", "the data set changed since it was analysed; analyse it again");
}

async function keep(
  { store }: Environment,
  id: string,
  prepared: PreparedExplanation,
  explanation: Explanation,
  run: ExplanationRun,
  folder: string,
): Promise<void> {
  const file = join(folder, String(explanation.image.index));
  const put = async (name: string) => (await store.artifacts.put(await readFile(name))).hash;
  // What has no positions has no picture either.
  const hasPicture = explanation.attribution.shape.length === 3;
  const names = [`${file}.npy`, ...(hasPicture ? [`${file}.png`] : [])];
  await writeExplanation(prepared, explanation, run, names, { percentile: defaultPercentile });
  const map = await put(`${file}.npy`);
  await store.explanations.addImage(id, {
    image: String(explanation.image.index),
    document: explanationDocument(prepared, explanation, run),
    picture: hasPicture ? await put(`${file}.png`) : map,
    map,
  });
}
