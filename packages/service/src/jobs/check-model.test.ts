/** Checks of models on a machine that fails meanwhile. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GipfelError, type Job } from "@gipfel/contracts";
import { type JobQueue, openInProcessQueue } from "@gipfel/queue";
import { openStore, type Store } from "@gipfel/store";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Environment } from "../environment.js";
import { jobIds } from "../job-ids.js";
import { Places } from "../places.js";
import { Scheduler } from "../scheduler.js";
import type { JobReport } from "../service.js";
import { checkModel } from "./check-model.js";

const { inspectModel } = vi.hoisted(() => ({ inspectModel: vi.fn() }));
vi.mock("@gipfel/pipeline", async (original) => ({ ...(await original<object>()), inspectModel }));

const fault = (code: string) => Object.assign(new Error(`${code}: a fault, read`), { code });

describe("a check of a model", () => {
  let store: Store;
  let environment: Environment;
  let modelId: string;

  beforeEach(async () => {
    const places = new Places(await mkdtemp(join(tmpdir(), "gipfel-check-")), null);
    store = await openStore({ url: ":memory:", artifacts: places.artifacts });
    environment = { store, places };
    const { hash, bytes } = await store.artifacts.put(Buffer.from("a model"));
    modelId = (await store.models.create({ name: "m", format: "onnx", hash, bytes, inspection: null })).id;
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await store.close();
    await rm(environment.places.state, { recursive: true });
  });

  it.each(["ENOSPC", "EIO", "EMFILE", "ENOMEM"])("that %s ends is no refusal, and is begun again", async (code) => {
    const cause = fault(code);
    inspectModel.mockRejectedValue(new GipfelError("MODEL_UNREADABLE", "m.onnx cannot be read", { cause }));
    const failure = await checkModel(environment, modelId).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "STORAGE_FAILED" });
    expect((await store.models.find(modelId))?.inspection).toBeNull();

    const queue: JobQueue<Job, JobReport> = openInProcessQueue({ kinds: ["check-model"] });
    const scheduler = new Scheduler({ environment, queue, limit: 1 });
    await scheduler.jobFailed(jobIds.check(modelId), failure as GipfelError);
    expect((await store.models.find(modelId))?.inspection).toMatchObject({ status: "checking", rounds: 1 });
    await scheduler.reconcile();
    expect(await queue.status(jobIds.check(modelId))).toEqual({ state: "unknown" });
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 61_000);
    await scheduler.reconcile();
    expect(await queue.status(jobIds.check(modelId))).toEqual({ state: "waiting" });
    await queue.close();
  });

  it("whose copy finds no room is no refusal either", async () => {
    const full = vi.spyOn(store.artifacts, "copyTo").mockRejectedValue(fault("ENOSPC"));
    await expect(checkModel(environment, modelId)).rejects.toMatchObject({ code: "ENOSPC" });
    expect((await store.models.find(modelId))?.inspection).toBeNull();
    full.mockRestore();
    inspectModel.mockRejectedValue(new GipfelError("MODEL_UNREADABLE", "not a valid ONNX model"));
    await checkModel(environment, modelId);
    expect((await store.models.find(modelId))?.inspection).toMatchObject({ status: "refused" });
  });
});
