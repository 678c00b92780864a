import {
  chooseMethod,
  Explanation,
  ExplanationRequest,
  GipfelError,
  type JobError,
  methodNames,
  parseAs,
  type ServiceExplanation,
} from "@gipfel/contracts";
import type { ExplanationImage, Explanation as ExplanationRecord } from "@gipfel/store";
import { checkPreprocessing } from "../analyses/settings.js";
import type { UploadBudget } from "../callers/upload-budget.js";
import { damagedError, damageOf, demand, demandAny, demandVersion, isDamage, kinds } from "../changes.js";
import { createOnce } from "../create-once.js";
import type { Environment } from "../environment.js";
import { checkOf, inputOf } from "../models/model-check.js";
import { putUpload } from "../put-upload.js";
import { readArtifact } from "../read-artifact.js";
import type { Scheduler } from "../scheduler.js";
import type { Explanations } from "../service.js";
import type { ServiceLimits } from "../service-options.js";
import { meanMap } from "./mean-map.js";

export function createExplanations(
  environment: Environment,
  scheduler: Scheduler,
  limits: ServiceLimits,
  uploads: UploadBudget,
): Explanations {
  const { store } = environment;
  const find = async (id: string) => demand(await store.explanations.find(id), kinds.explanation, id);
  const findAny = async (id: string) => demandAny(await store.explanations.find(id), kinds.explanation, id);
  const show = async (record: ExplanationRecord) => {
    try {
      return explanationOf(record, await store.explanations.images(record.id));
    } catch (error) {
      if (!isDamage(error)) throw error;
      return damagedExplanation(record, damagedError("explanation", error.message));
    }
  };
  return {
    upload: async (bytes) => {
      const { hash, bytes: size } = await putUpload(
        store,
        uploads.receive(bytes, limits.imageBytes),
        new GipfelError("IMAGE_UNREADABLE", "the upload is empty; send the bytes of an image"),
      );
      return { id: hash, bytes: size };
    },
    list: async (page) => {
      const { items, next } = await store.explanations.list(page);
      return { items: await Promise.all(items.map(show)), next };
    },
    create: async (request, once) => {
      await checkRequest(environment, request);
      await scheduler.demandQueue();
      const { modelId, datasetId = null, analysisId = null, method, target } = request;
      const name = `${method} of ${target}`.slice(0, 200);
      const explanation = await createOnce(
        store,
        once,
        async ({ explanations }) =>
          explanationOf(await explanations.create({ name, modelId, datasetId, analysisId, request }), []),
        (answer) => parseAs(Explanation, answer, "STORE_CORRUPT", "answer"),
      );
      await scheduler.enqueueExplanation(explanation.id);
      return explanation;
    },
    show: async (id) => show(await findAny(id)),
    result: async (id, n, { format }) => {
      const explanation = await find(id);
      const image = inOrder(explanation, await store.explanations.images(id))[n];
      if (!image) throw new GipfelError("IMAGE_NOT_FOUND", `explanation ${id} has no result ${n}`);
      // What has no positions has no picture; its values stand in for it.
      const picture = image.picture === image.map ? null : image.picture;
      const hash = format === "png" ? picture : image.map;
      if (hash === null)
        throw new GipfelError("IMAGE_NOT_FOUND", `result ${n} of explanation ${id} is not kept as ${format}`);
      return readArtifact(store, hash, `result ${n} of explanation ${id}`);
    },
    mean: async (id, { format }) => meanMap(environment, await find(id), await store.explanations.images(id), format),
    remove: async (id, version) => {
      demandVersion(await findAny(id), version, kinds.explanation, id);
      await store.explanations.remove(id);
      await scheduler.stopExplanation(id);
    },
  };
}

/** What schemas cannot say of a request, and of what it names. */
async function checkRequest({ store }: Environment, request: ExplanationRequest): Promise<void> {
  const { modelId, datasetId, images, uploadId, analysisId, method, parameters, preprocess } = request;
  chooseMethod(method, parameters ?? {});
  const ofDataset = datasetId !== undefined && images !== undefined;
  if (ofDataset === (uploadId !== undefined) || (datasetId === undefined) !== (images === undefined)) {
    throw new GipfelError("OPTION_INVALID", "an explanation takes datasetId and images, or uploadId, and not both");
  }
  const model = demand(await store.models.find(modelId), kinds.model, modelId);
  const status = checkOf(model)?.status ?? "checking";
  if (status !== "ready") throw new GipfelError("STATE_CONFLICT", `the model ${model.name} is ${status}, not ready`);
  checkPreprocessing(preprocess ?? null, inputOf(model));
  if (datasetId !== undefined) demand(await store.datasets.find(datasetId), kinds.dataset, datasetId);
  if (uploadId !== undefined) {
    const isHash = /^[0-9a-f]{64}$/.test(uploadId);
    demand(isHash ? await store.artifacts.get(uploadId) : undefined, kinds.upload, uploadId);
  }
  if (analysisId === undefined) return;
  const analysis = demand(await store.analyses.find(analysisId), kinds.analysis, analysisId);
  if (analysis.status === "finished") return;
  throw new GipfelError("STATE_CONFLICT", `analysis ${analysisId} is ${analysis.status}; its nodes are not known yet`);
}

export function requestOf({ request }: Pick<ExplanationRecord, "request">): ExplanationRequest {
  return parseAs(ExplanationRequest, request, "STORE_CORRUPT", "request of an explanation");
}

/** Listed as failed, without results. */
function damagedExplanation(record: ExplanationRecord, error: JobError): ServiceExplanation {
  const { id, version, createdAt, updatedAt, modelId } = record;
  const request = { modelId, method: methodNames[0] as ExplanationRequest["method"], target: "unknown" };
  return {
    ...{ id, version, createdAt, updatedAt, request, status: "failed", error, progress: null, results: [] },
  };
}

function explanationOf(record: ExplanationRecord, images: readonly ExplanationImage[]): ServiceExplanation {
  const damage = damageOf(record, kinds.explanation);
  if (damage) return damagedExplanation(record, damage);
  const { id, version, createdAt, updatedAt, status, progress, error } = record;
  return {
    ...{ id, version, createdAt, updatedAt, request: requestOf(record), status, error },
    progress: progress && { ...progress, rate: null, secondsLeft: null },
    results: inOrder(record, images).map(({ image, document }) => ({ image, document })),
  };
}

/** As they were asked for. */
function inOrder(record: ExplanationRecord, images: readonly ExplanationImage[]): ExplanationImage[] {
  const wanted = requestOf(record).images?.map(String) ?? [];
  return [...images].sort((a, b) => wanted.indexOf(a.image) - wanted.indexOf(b.image));
}
