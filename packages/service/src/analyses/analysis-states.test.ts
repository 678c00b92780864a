/** What those are told who watch an analysis. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Job, JobError } from "@gipfel/contracts";
import { type JobQueue, openInProcessQueue } from "@gipfel/queue";
import { openStore, type Store } from "@gipfel/store";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Places } from "../places.js";
import type { AnalysisState, JobReport } from "../service.js";
import { AnalysisStates } from "./analysis-states.js";

const classes = { phase: "graphs", done: 1, total: 10, unit: "classes" };

describe("the events of an analysis", () => {
  let places: Places;
  let store: Store;
  let queue: JobQueue<Job, JobReport>;
  let states: AnalysisStates;
  let id: string;

  beforeEach(async () => {
    places = new Places(await mkdtemp(join(tmpdir(), "gipfel-states-")), null);
    store = await openStore({ url: ":memory:", artifacts: places.artifacts });
    queue = openInProcessQueue({ kinds: ["plan-analysis"] });
    states = new AnalysisStates({ store, places }, queue);
    const { hash, bytes } = await store.artifacts.put(Buffer.from("a model"));
    const { id: modelId } = await store.models.create({ name: "m", format: "onnx", hash, bytes, inspection: null });
    const dataset = await store.datasets.create({ name: "d", path: "d", hash: null, images: 1, classes: [] });
    id = (await store.analyses.create({ name: "a", modelId, datasetId: dataset.id, options: {} })).id;
    await store.analyses.startNext(1);
    await store.analyses.report(id, classes);
  });
  afterEach(async () => {
    states.close();
    await queue.close();
    await store.close();
    await rm(places.state, { recursive: true });
  });

  /** The last event once the analysis has ended by `end`. */
  async function lastEvent(end: () => Promise<unknown>): Promise<AnalysisState | undefined> {
    const told: AnalysisState[] = [];
    const stop = await states.watch(id, (state) => told.push(state));
    expect(told).toMatchObject([{ status: "running", progress: { done: 1, total: 10 }, error: null }]);
    await end();
    states.forget(id);
    await vi.waitFor(() => expect(told.length).toBe(2));
    stop();
    return told[1];
  }

  it("end with the reason where it failed", async () => {
    const error: JobError = { code: "LAYER_UNKNOWN", message: "there is no layer nowhere" };
    expect(await lastEvent(() => store.analyses.fail(id, error))).toMatchObject({ status: "failed", error });
  });

  it("end with all classes where it is finished, whenever the last report came", async () => {
    const finished = await lastEvent(() => store.analyses.finish(id, { timings: {}, files: [] }));
    expect(finished).toMatchObject({ status: "finished", progress: { done: 10, total: 10 }, error: null });
  });
});
