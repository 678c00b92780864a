import { describe, expect, it } from "vitest";
import { addAnalysis, createClock, type MakePlace, unknownId } from "./place.js";
import { withStore } from "./with-store.js";

const error = { code: "ENGINE_FAILED", message: "out of memory" };

export function describeStudies(makePlace: MakePlace): void {
  describe("studies", () => {
    const at = withStore(makePlace);
    const about = { kind: "image-path", classId: "zebra", request: { image: 3 } } as const;

    it("run once, and end with an answer", async () => {
      const { store } = at;
      const { id: analysisId } = await addAnalysis(store);
      const { id } = await store.studies.create({ ...about, analysisId });
      const { hash } = await store.artifacts.put(Buffer.from("{}"));
      expect(await store.studies.finish(id, hash)).toBeUndefined();
      expect(await store.studies.start(id)).toMatchObject({ status: "running", result: null, ...about });
      expect(await store.studies.start(id)).toBeUndefined();
      const progress = { phase: "edges", done: 1, total: 2, unit: "images" };
      expect(await store.studies.report(id, progress)).toBe(true);
      expect(await store.studies.finish(id, hash)).toMatchObject({ status: "finished", result: hash, progress });
      expect(await store.studies.fail(id, error)).toBeUndefined();
      expect(await store.studies.find(id)).toMatchObject({ status: "finished", result: hash });
    });

    it("fail with a reason, are listed by status, and the latest of a kind and class is known", async () => {
      const { store } = at;
      const { id: analysisId } = await addAnalysis(store);
      const first = await store.studies.create({ ...about, analysisId });
      const second = await store.studies.create({ ...about, analysisId });
      await store.studies.create({ ...about, analysisId, kind: "edge-images" });
      await store.studies.create({ ...about, analysisId, classId: "okapi" });
      expect(await store.studies.latest({ ...about, analysisId })).toEqual(second);
      expect(await store.studies.latest({ ...about, analysisId: unknownId })).toBeUndefined();
      await store.studies.fail(first.id, error);
      const { items } = await store.studies.list({ statuses: ["failed"] });
      expect(items.filter((study) => study.analysisId === analysisId)).toMatchObject([{ id: first.id, error }]);
    });

    it("go with their analysis, and their answers stay while they do", async () => {
      const place = await makePlace();
      const clock = createClock();
      const store = await place.open({ clock: clock.read });
      await expect(store.studies.create({ ...about, analysisId: unknownId })).rejects.toMatchObject({
        code: "GRAPH_NOT_FOUND",
      });
      const { id: analysisId } = await addAnalysis(store);
      const { id } = await store.studies.create({ ...about, analysisId });
      const { hash } = await store.artifacts.put(Buffer.from("{}"));
      await store.studies.start(id);
      await store.studies.finish(id, hash);
      clock.advance(7 * 86_400);
      await store.artifacts.sweep();
      expect(await store.artifacts.get(hash)).toBeDefined();
      await store.analyses.remove(analysisId);
      expect(await store.studies.find(id)).toBeUndefined();
      await store.artifacts.sweep();
      expect(await store.artifacts.get(hash)).toBeUndefined();
      await place.remove();
    });
  });
}
