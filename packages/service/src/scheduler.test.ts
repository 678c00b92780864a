import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Job } from "@gipfel/contracts";
import { type JobQueue, openInProcessQueue } from "@gipfel/queue";
import { openStore, type Store } from "@gipfel/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jobIds } from "./job-ids.js";
import { Places } from "./places.js";
import { Scheduler } from "./scheduler.js";
import type { JobReport } from "./service.js";

describe("Scheduler", () => {
  let places: Places;
  let store: Store;
  let queue: JobQueue<Job, JobReport>;
  let scheduler: Scheduler;

  beforeEach(async () => {
    places = new Places(mkdtempSync(join(tmpdir(), "gipfel-scheduler-")), null);
    store = await openStore({ url: ":memory:", artifacts: places.artifacts });
    queue = openInProcessQueue({ kinds: ["plan-analysis", "check-model"] });
    scheduler = new Scheduler({ environment: { store, places }, queue, limit: 1 });
  });
  afterEach(async () => {
    await queue.close();
    await store.close();
    rmSync(places.state, { recursive: true });
  });

  /** Two analyses that wait. */
  async function addAnalyses(): Promise<[string, string]> {
    const { hash, bytes } = await store.artifacts.put(Buffer.from("a model"));
    const model = await store.models.create({
      name: "m",
      format: "onnx",
      hash,
      bytes,
      inspection: { status: "ready" },
    });
    const dataset = await store.datasets.create({ name: "d", path: "d", hash: null, images: 1, classes: [] });
    const add = () => store.analyses.create({ name: "a", modelId: model.id, datasetId: dataset.id, options: {} });
    return [(await add()).id, (await add()).id];
  }

  it("starts as many analyses as may run, and the next when one has failed", async () => {
    const [first, second] = await addAnalyses();
    await scheduler.reconcile();
    const states = async () => [
      (await store.analyses.find(first))?.status,
      (await store.analyses.find(second))?.status,
    ];
    expect(await states()).toEqual(["running", "queued"]);
    expect(await queue.status(jobIds.plan(first))).toEqual({ state: "waiting" });
    await scheduler.jobFailed(jobIds.plan(first), { message: "no\nstack" });
    expect(await states()).toEqual(["failed", "running"]);
    expect((await store.analyses.find(first))?.error).toEqual({ code: "JOB_FAILED", message: "no" });
    expect(await queue.status(jobIds.plan(first))).toEqual({ state: "unknown" });
  });

  it("enqueues again what the queue has lost", async () => {
    const [first] = await addAnalyses();
    await scheduler.reconcile();
    await queue.cancel({ prefix: "" });
    await scheduler.reconcile();
    expect(await queue.status(jobIds.plan(first))).toEqual({ state: "waiting" });
  });

  it("removes work of finished analyses at once, and of unknown ones and drafts after an hour", async () => {
    const [finished, running] = await addAnalyses();
    await store.analyses.startNext(2);
    await store.analyses.startNext(2);
    await store.analyses.finish(finished, { timings: {}, files: [] });
    const make = (path: string, hours: number) => {
      mkdirSync(path, { recursive: true });
      const time = Date.now() / 1000 - 3600 * hours;
      utimesSync(path, time, time);
    };
    make(places.work(finished), 0);
    make(places.work(running), 48);
    make(places.work("unknown"), 0.9);
    make(places.work("deleted"), 1.1);
    make(join(places.drafts, "fresh"), 0.9);
    make(join(places.drafts, "left"), 1.1);
    await scheduler.reconcile();
    expect(readdirSync(places.allWork).sort()).toEqual([running, "unknown"].sort());
    expect(readdirSync(places.drafts)).toEqual(["fresh"]);
  });
});
