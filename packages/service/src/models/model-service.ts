import { open, rm } from "node:fs/promises";
import { GipfelError, Model, parseAs } from "@gipfel/contracts";
import type { Model as ModelRecord, Store } from "@gipfel/store";
import type { UploadBudget } from "../callers/upload-budget.js";
import { changed, damagedError, damageOf, demand, demandAny, demandVersion, isDamage, kinds } from "../changes.js";
import { createOnce } from "../create-once.js";
import type { Environment } from "../environment.js";
import type { Inquirer } from "../inquiries/inquirer.js";
import { putUpload } from "../put-upload.js";
import { forgetReference } from "../references/reference.js";
import type { Scheduler } from "../scheduler.js";
import type { Models } from "../service.js";
import type { ServiceLimits } from "../service-options.js";
import { checkOf, demandReady, failedCheckOf, type ModelCheck } from "./model-check.js";
import { inspectOptions, planOf } from "./plan-model.js";

export interface ModelServiceOptions {
  readonly environment: Environment;
  readonly scheduler: Scheduler;
  readonly inquirer: Inquirer;
  readonly limits: ServiceLimits;
  readonly uploads: UploadBudget;
}

export function createModels({ environment, scheduler, inquirer, limits, uploads }: ModelServiceOptions): Models {
  const { store, places } = environment;
  const find = async (id: string) => demand(await store.models.find(id), kinds.model, id);
  const findAny = async (id: string) => demandAny(await store.models.find(id), kinds.model, id);
  return {
    list: async (page) => {
      const { items, next } = await store.models.list(page);
      return { items: items.map(modelOf), next };
    },
    upload: async (bytes, { name = "model" }, once) => {
      await scheduler.demandQueue();
      const { hash, bytes: size } = await putUpload(
        store,
        uploads.receive(bytes, limits.modelBytes),
        new GipfelError("MODEL_UNREADABLE", "the upload is empty; send the bytes of a model file"),
      );
      const format = (await isArchive(store, hash)) ? "tfjs" : "onnx";
      const model = await createOnce(
        store,
        once,
        async ({ models }) => modelOf(await models.create({ name, format, hash, bytes: size, inspection: null })),
        (answer) => parseAs(Model, answer, "STORE_CORRUPT", "answer"),
      );
      if (model.status === "checking") await scheduler.enqueueCheck(model.id);
      return model;
    },
    show: async (id) => modelOf(await findAny(id)),
    inspect: async (id, query) => {
      demandReady(await find(id), "only one that is ready can be inspected");
      const inquiry = { kind: "inspect-model", modelId: id, options: inspectOptions(query) } as const;
      const bounds = { seconds: limits.checkSeconds, memory: limits.checkMemory };
      return planOf(await inquirer.ask(inquiry, `model/${id}`, bounds));
    },
    rename: async (id, { name }, version) =>
      modelOf(changed(await store.models.update(id, { name }, version), kinds.model, id)),
    remove: async (id, version) => {
      const model = await findAny(id);
      demandVersion(model, version, kinds.model, id);
      const outcome = await store.models.remove(id);
      if (outcome === "referenced") {
        throw new GipfelError("MODEL_IN_USE", `an analysis uses the model ${model.name}; delete the analysis first`);
      }
      await forgetReference(places, id);
      await rm(places.model(id), { recursive: true, force: true });
    },
  };
}

export function modelOf(record: ModelRecord): Model {
  const { id, version, createdAt, updatedAt, name, hash, bytes } = record;
  const check = readCheck(record);
  return {
    ...{ id, version, createdAt, updatedAt, name, hash, bytes },
    status: check?.status ?? "checking",
    error: check?.status === "refused" ? check.error : (failedCheckOf(record)?.error ?? null),
    unsupported: check?.status === "refused" ? [...check.unsupported] : [],
    inspection: check?.status === "ready" ? check.inspection : null,
  };
}

/** A damaged record is listed as refused. */
function readCheck(record: ModelRecord): ModelCheck | null {
  const error = damageOf(record, kinds.model);
  if (error) return { status: "refused", error, unsupported: [] };
  try {
    return checkOf(record);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { status: "refused", error: damagedError("model", error.message), unsupported: [] };
  }
}

/** TensorFlow.js models come as archives. */
async function isArchive(store: Store, hash: string): Promise<boolean> {
  const artifact = await store.artifacts.get(hash);
  if (!artifact) return false;
  const handle = await open(artifact.path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.toString("latin1") === "PK\u0003\u0004";
  } finally {
    await handle.close();
  }
}
