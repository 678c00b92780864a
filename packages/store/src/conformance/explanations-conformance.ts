import { describe, expect, it } from "vitest";
import { imageResult } from "./image-result.js";
import { addAnalysis, addModel, type MakePlace } from "./place.js";
import { withStore } from "./with-store.js";

const error = { code: "ENGINE_FAILED", message: "out of memory" };
const progress = { phase: "explain", done: 1, total: 2, unit: "images" };

export function describeExplanations(makePlace: MakePlace): void {
  describe("explanations", () => {
    const at = withStore(makePlace);
    const request = { method: "lrp", images: [3, 7] };

    it("run once, and take one result per image while they run", async () => {
      const { store } = at;
      const model = await addModel(store);
      const target = { name: "e", modelId: model.id, datasetId: null, analysisId: null };
      const { id } = await store.explanations.create({ ...target, request });
      const result = imageResult("3", (await store.artifacts.put(Buffer.from("png"))).hash);
      expect(await store.explanations.addImage(id, result)).toBe(false);
      expect(await store.explanations.start(id)).toMatchObject({ status: "running", request });
      expect(await store.explanations.start(id)).toBeUndefined();
      expect(await store.explanations.addImage(id, result)).toBe(true);
      expect(await store.explanations.addImage(id, result)).toBe(false);
      expect(await store.explanations.report(id, progress)).toBe(true);
      expect(await store.explanations.finish(id)).toMatchObject({ status: "finished", progress });
      expect(await store.explanations.addImage(id, { ...result, image: "7" })).toBe(false);
      expect(await store.explanations.images(id)).toEqual([{ explanationId: id, ...result }]);
      expect(await store.explanations.cancel(id)).toBeUndefined();
      expect(await store.explanations.remove(id)).toBe(true);
      expect(await store.explanations.images(id)).toEqual([]);
    });

    it("fail with a reason, are tried again, and are listed by status", async () => {
      const { store } = at;
      const model = await addModel(store);
      const target = { name: "e", modelId: model.id, datasetId: null, analysisId: null };
      const { id } = await store.explanations.create({ ...target, request });
      expect(await store.explanations.fail(id, error)).toMatchObject({ status: "failed", error });
      expect((await store.explanations.list({ statuses: ["failed"] })).items).toMatchObject([{ id, error }]);
      expect(await store.explanations.retry(id)).toMatchObject({ status: "queued", error: null });
      expect((await store.explanations.list({ statuses: ["failed"] })).items).toEqual([]);
      expect(await store.explanations.cancel(id)).toMatchObject({ status: "cancelled" });
    });

    it("go with the model or the analysis that they are about", async () => {
      const { store } = at;
      const { id: analysisId, modelId, datasetId } = await addAnalysis(store);
      const target = { name: "e", modelId, datasetId, analysisId };
      const first = await store.explanations.create({ ...target, request });
      expect((await store.explanations.list({ analysisId })).items).toEqual([first]);
      await store.analyses.remove(analysisId);
      expect(await store.explanations.find(first.id)).toBeUndefined();
      await expect(store.explanations.create({ ...target, request })).rejects.toMatchObject({
        code: "GRAPH_NOT_FOUND",
      });
      const second = await store.explanations.create({ ...target, analysisId: null, request });
      await store.models.remove(modelId);
      expect(await store.explanations.find(second.id)).toBeUndefined();
    });
  });
}
