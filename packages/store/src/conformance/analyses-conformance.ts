import { describe, expect, it } from "vitest";
import type { JobStatus, Store } from "../index.js";
import { addAnalysis, addRunning, type MakePlace, sha256, unknownId } from "./place.js";
import { withStore } from "./with-store.js";

const error = { code: "ENGINE_FAILED", message: "out of memory" };
const progress = { phase: "collect", done: 3, total: 10, unit: "images" };

/** Brings a new analysis into a status. */
const reach: Record<JobStatus, (store: Store) => Promise<string>> = {
  queued: async (store) => (await addAnalysis(store)).id,
  running: async (store) => (await addRunning(store)).id,
  finished: async (store) => {
    const { id } = await addRunning(store);
    await store.analyses.finish(id, { timings: {}, files: [] });
    return id;
  },
  failed: async (store) => {
    const { id } = await addRunning(store);
    await store.analyses.fail(id, error);
    return id;
  },
  cancelled: async (store) => {
    const { id } = await addRunning(store);
    await store.analyses.cancel(id);
    return id;
  },
};

const changes = {
  finish: (store: Store, id: string) => store.analyses.finish(id, { timings: {}, files: [] }),
  fail: (store: Store, id: string) => store.analyses.fail(id, error),
  cancel: (store: Store, id: string) => store.analyses.cancel(id),
  resume: (store: Store, id: string) => store.analyses.resume(id),
  retry: (store: Store, id: string) => store.analyses.retry(id),
};

/** All that may happen to an analysis, from each status. */
const allowed: [JobStatus, keyof typeof changes, JobStatus][] = [
  ["queued", "fail", "failed"],
  ["queued", "cancel", "cancelled"],
  ["running", "finish", "finished"],
  ["running", "fail", "failed"],
  ["running", "cancel", "cancelled"],
  ["cancelled", "resume", "queued"],
  ["failed", "retry", "queued"],
];

export function describeAnalyses(makePlace: MakePlace): void {
  describe("analyses", () => {
    const at = withStore(makePlace);

    it.each(Object.keys(reach) as JobStatus[])("change from %s only as they may", async (from) => {
      const { store } = at;
      for (const [name, change] of Object.entries(changes)) {
        const id = await reach[from](store);
        const before = await store.analyses.find(id);
        const after = await change(store, id);
        const to = allowed.find(([status, allowedName]) => status === from && allowedName === name)?.[2];
        if (to === undefined) {
          expect(after, `${name} from ${from}`).toBeUndefined();
          expect(await store.analyses.find(id)).toEqual(before);
        } else {
          expect(after, `${name} from ${from}`).toMatchObject({ status: to, version: (before?.version ?? 0) + 1 });
          expect(await store.analyses.find(id)).toEqual(after);
        }
        await store.analyses.remove(id);
      }
      for (const change of Object.values(changes)) expect(await change(store, unknownId)).toBeUndefined();
    });

    it("start in the order they came, and no more at once than the limit", async () => {
      const { store, clock } = at;
      const waiting = [await addAnalysis(store), await addAnalysis(store), await addAnalysis(store)];
      expect((await store.analyses.startNext(2))?.id).toBe(waiting[0].id);
      expect(await store.analyses.startNext(1)).toBeUndefined();
      clock.advance(5);
      const second = await store.analyses.startNext(2);
      expect(second).toMatchObject({ id: waiting[1].id, status: "running", startedAt: clock.read().toISOString() });
      expect(await store.analyses.startNext(2)).toBeUndefined();
      await store.analyses.finish(waiting[0].id, { timings: {}, files: [] });
      expect((await store.analyses.startNext(2))?.id).toBe(waiting[2].id);
      expect(await store.analyses.startNext(9)).toBeUndefined();
      const running = await store.analyses.list({ statuses: ["queued", "running"] });
      expect(running.items.map(({ id }) => id)).toEqual([waiting[2].id, waiting[1].id]);
      for (const { id } of waiting) await store.analyses.remove(id);
    });

    it("say how far they are, why they failed, and when they ran", async () => {
      const { store, clock } = at;
      const { id, startedAt } = await addRunning(store);
      expect(await store.analyses.report(id, progress)).toBe(true);
      clock.advance(60);
      expect(await store.analyses.fail(id, error)).toMatchObject({
        ...{ status: "failed", error, progress, startedAt, finishedAt: clock.read().toISOString() },
      });
      expect(await store.analyses.report(id, { ...progress, done: 4 })).toBe(false);
      expect(await store.analyses.retry(id)).toMatchObject({ error: null, finishedAt: null, startedAt, progress });
      await store.analyses.startNext(1);
      expect(await store.analyses.find(id)).toMatchObject({ status: "running", startedAt });
      await store.analyses.remove(id);
    });

    it("are finished with all their files or not at all", async () => {
      const { store } = at;
      const { id } = await addRunning(store);
      const { hash, bytes } = await store.artifacts.put(Buffer.from("graph"));
      const file = { path: "graphs/zebra.json", hash, bytes };
      const timings = { collect: 1.25 };
      const lost = { path: "analysis.json", hash: sha256("lost"), bytes: 4 };
      await expect(store.analyses.finish(id, { timings, files: [file, lost] })).rejects.toMatchObject({
        code: "STORAGE_FAILED",
      });
      expect(await store.analyses.find(id)).toMatchObject({ status: "running", timings: null });
      expect(await store.analyses.files(id)).toEqual([]);
      const files = Array.from({ length: 2500 }, (_, i) => ({ ...file, path: `pairs/${String(i).padStart(4, "0")}` }));
      expect(await store.analyses.finish(id, { timings, files: [...files, file] })).toMatchObject({ timings });
      expect(await store.analyses.files(id)).toEqual([file, ...files]);
      expect(await store.analyses.file(id, file.path)).toEqual(file);
      expect(await store.analyses.file(id, "graphs/lion.json")).toBeUndefined();
    });

    it("are cloned with other options", async () => {
      const { store } = at;
      const id = await reach.finished(store);
      const original = await store.analyses.find(id);
      const clone = await store.analyses.clone(id, { name: "again", options: { seed: 1 } });
      const { modelId, datasetId } = original ?? {};
      expect(clone).toMatchObject({ name: "again", options: { seed: 1 }, status: "queued", clonedFrom: id });
      expect(clone).toMatchObject({ modelId, datasetId, version: 1, startedAt: null });
      expect(await store.analyses.clone(unknownId)).toBeUndefined();
      await store.analyses.remove(id);
      expect(await store.analyses.find(clone?.id ?? "")).toMatchObject({ clonedFrom: null });
    });

    it("are renamed in a known version, listed by what they are about, and need what they are about", async () => {
      const { store } = at;
      const { id, modelId, datasetId, version } = await addAnalysis(store);
      expect(await store.analyses.rename(id, "other", version)).toMatchObject({ outcome: "changed" });
      expect(await store.analyses.rename(id, "another", version)).toMatchObject({ outcome: "conflict" });
      const { items } = await store.analyses.list({ modelId, datasetId });
      expect(items).toMatchObject([{ id, name: "other" }]);
      expect((await store.analyses.list({ modelId: unknownId })).items).toEqual([]);
      const create = (model: string, dataset: string) =>
        store.analyses.create({ name: "a", modelId: model, datasetId: dataset, options: {} });
      await expect(create(unknownId, datasetId)).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
      await expect(create(modelId, unknownId)).rejects.toMatchObject({ code: "DATASET_NOT_FOUND" });
    });
  });
}
