import { describe, expect, it } from "vitest";
import { addAnalysis, addDataset, addModel, type MakePlace, sha256, unknownId } from "./place.js";
import { withStore } from "./with-store.js";

export function describeRecords(makePlace: MakePlace): void {
  describe("models and data sets", () => {
    const at = withStore(makePlace);

    it("come back as they were given, whatever characters and depth they have", async () => {
      const { store } = at;
      const { hash, bytes } = await store.artifacts.put(Buffer.from("model"));
      const inspection = {
        layers: [{ name: 'größe "x"\\\u0000\u2028', sizes: [1, 2.5, -3e-300] }],
        nested: { a: { b: null } },
      };
      const name = "It's 'größer'; -- \\ % 模型 😀";
      const model = await store.models.create({ name, format: "tfjs", hash, bytes, inspection });
      expect(await store.models.find(model.id)).toEqual({
        ...{ id: model.id, name, format: "tfjs", hash: sha256("model"), bytes: 5, inspection },
        ...{ version: 1, createdAt: at.clock.read().toISOString(), updatedAt: at.clock.read().toISOString() },
      });
      const dataset = await store.datasets.create({ name, path: null, hash, images: 2 ** 40, classes: [] });
      expect(await store.datasets.find(dataset.id)).toEqual(dataset);
      expect(dataset).toMatchObject({ images: 1_099_511_627_776, path: null, hash });
    });

    it.each([
      { name: "", path: "a", hash: null },
      { name: "two\nlines", path: "a", hash: null },
      { name: "no source", path: null, hash: null },
      { name: "climbs", path: "a/../../b", hash: null },
      { name: "absolute", path: "/etc", hash: null },
      { name: "no hash", path: null, hash: "abc" },
    ])("are refused where they do not fit: %o", async ({ name, path, hash }) => {
      const created = at.store.datasets.create({ name, path, hash, images: 0, classes: [] });
      await expect(created).rejects.toMatchObject({ code: "OPTION_INVALID" });
    });

    it("are refused where their artifact was never written", async () => {
      const { models } = at.store;
      const created = models.create({ name: "a", format: "onnx", hash: sha256("never"), bytes: 1, inspection: null });
      await expect(created).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    });

    it("change only in the version that the caller knows", async () => {
      const { store, clock } = at;
      const before = await addModel(store, "before");
      clock.advance(1);
      const first = await store.models.update(before.id, { name: "first" }, before.version);
      const record = { ...before, name: "first", version: 2, updatedAt: clock.read().toISOString() };
      expect(first).toEqual({ outcome: "changed", record });
      expect(await store.models.update(before.id, { name: "second" }, before.version)).toEqual({
        outcome: "conflict",
        record,
      });
      expect(await store.models.update(before.id, { inspection: { layers: 3 } })).toMatchObject({
        outcome: "changed",
        record: { name: "first", version: 3, inspection: { layers: 3 } },
      });
      expect(await store.models.update(unknownId, { name: "third" }, 1)).toEqual({ outcome: "missing" });
      const dataset = await addDataset(store);
      const changed = await store.datasets.update(dataset.id, { images: 4 }, 1);
      expect(changed).toMatchObject({ outcome: "changed", record: { images: 4, version: 2, name: dataset.name } });
    });

    it("stay while an analysis needs them", async () => {
      const { store } = at;
      const { id, modelId, datasetId } = await addAnalysis(store);
      expect(await store.models.remove(modelId)).toBe("referenced");
      expect(await store.datasets.remove(datasetId)).toBe("referenced");
      expect(await store.models.find(modelId)).toBeDefined();
      await store.analyses.remove(id);
      expect(await store.models.remove(modelId)).toBe("removed");
      expect(await store.datasets.remove(datasetId)).toBe("removed");
      expect(await store.models.remove(modelId)).toBe("missing");
      expect(await store.models.find(modelId)).toBeUndefined();
    });

    it("are found by their content", async () => {
      const { store } = at;
      const model = await addModel(store);
      await addModel(store);
      expect((await store.models.list({ hash: model.hash })).items).toEqual([model]);
    });
  });

  describe("pages", () => {
    const at = withStore(makePlace);

    it("show every record that was there, once, newest first, while others come and go", async () => {
      const { store } = at;
      const names = Array.from({ length: 23 }, (_, i) => `model ${i}`);
      const models = [];
      for (const name of names) models.push(await addModel(store, name));
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let page = 0; ; page++) {
        const { items, next } = await store.models.list({ limit: 5, cursor });
        expect(items.length).toBeLessThanOrEqual(5);
        seen.push(...items.map(({ name }) => name));
        await addModel(store, `later ${page}`);
        // The last one shown, at which the next page begins.
        if (page === 1) await store.models.remove(items[4].id);
        if (next === null) break;
        cursor = next;
      }
      expect(seen).toEqual([...names].reverse());
      expect((await store.models.list({ limit: 1 })).items[0].name).toBe("later 4");
    });

    it("have no next where the last is full", async () => {
      const { items } = await at.store.models.list({ limit: 200 });
      expect(await at.store.models.list({ limit: items.length })).toEqual({ items, next: null });
    });

    it.each([{ limit: 0 }, { limit: 201 }, { limit: 1.5 }, { limit: Number.NaN }, { cursor: "1' or '1'='1" }])(
      "refuse %o",
      async (request) => {
        await expect(at.store.models.list(request)).rejects.toMatchObject({ code: "OPTION_INVALID" });
      },
    );
  });
}
