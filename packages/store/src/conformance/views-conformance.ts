import { describe, expect, it } from "vitest";
import type { ConceptEdit } from "../index.js";
import { addAnalysis, type MakePlace, unknownId } from "./place.js";
import { withStore } from "./with-store.js";

const edits: ConceptEdit[] = [
  { kind: "recluster", layer: "conv1", clusters: 7 },
  { kind: "split", node: "conv1/0", parts: 2 },
  { kind: "merge", nodes: ["conv1/1", "conv1/2"] },
  { kind: "rename", node: "conv1/3", name: "stripes" },
];

export function describeViews(makePlace: MakePlace): void {
  describe("views", () => {
    const at = withStore(makePlace);
    const add = async () => {
      const { id } = await addAnalysis(at.store);
      return at.store.views.create({ analysisId: id, name: "mine", edits, state: "?class=zebra&hide=3" });
    };

    it("come back as they were saved, in their order", async () => {
      const { store } = at;
      const first = await add();
      const { analysisId } = first;
      const second = await store.views.create({ analysisId, name: "mine", edits: [], state: null });
      expect(await store.views.list(analysisId)).toEqual([first, second]);
      expect(await store.views.find(first.id)).toMatchObject({ edits, state: "?class=zebra&hide=3", version: 1 });
      await expect(store.views.create({ ...second, analysisId: unknownId })).rejects.toMatchObject({
        code: "GRAPH_NOT_FOUND",
      });
    });

    it("hold the graphs of their version only", async () => {
      const { store } = at;
      const { id } = await add();
      const { hash, bytes } = await store.artifacts.put(Buffer.from("graph"));
      const files = [{ path: "graphs/zebra.json", hash, bytes }];
      expect(await store.views.setFiles(id, 1, files)).toBe(true);
      expect(await store.views.update(id, { name: "ours" }, 1)).toMatchObject({ record: { name: "ours", edits } });
      expect(await store.views.files(id)).toEqual(files);
      expect(await store.views.file(id, "graphs/zebra.json")).toEqual(files[0]);
      expect(await store.views.update(id, { edits: [] }, 1)).toMatchObject({ outcome: "conflict" });
      expect(await store.views.files(id)).toEqual(files);
      expect(await store.views.update(id, { edits: [] }, 2)).toMatchObject({ record: { edits: [], version: 3 } });
      expect(await store.views.files(id)).toEqual([]);
      expect(await store.views.setFiles(id, 2, files)).toBe(false);
      expect(await store.views.files(id)).toEqual([]);
    });

    it("go with their analysis, or alone", async () => {
      const { store } = at;
      const { id, analysisId } = await add();
      expect(await store.views.remove(id)).toBe(true);
      expect(await store.views.remove(id)).toBe(false);
      const other = await store.views.create({ analysisId, name: "b", edits: [], state: null });
      await store.analyses.remove(analysisId);
      expect(await store.views.find(other.id)).toBeUndefined();
    });
  });

  describe("annotations", () => {
    const at = withStore(makePlace);

    it("are written, replaced and removed in a known version", async () => {
      const { store } = at;
      const { id: analysisId } = await addAnalysis(store);
      const key = { analysisId, node: "conv1/0" };
      const put = (note: string, version?: number) => store.annotations.put({ ...key, name: null, note }, version);
      expect(await put("first", 1)).toEqual({ outcome: "missing" });
      expect(await put("first", 0)).toMatchObject({ outcome: "changed", record: { note: "first", version: 1 } });
      expect(await put("second", 0)).toMatchObject({ outcome: "conflict", record: { note: "first", version: 1 } });
      expect(await put("second", 1)).toMatchObject({ outcome: "changed", record: { note: "second", version: 2 } });
      expect(await put("third")).toMatchObject({ outcome: "changed", record: { note: "third", version: 3 } });
      await store.annotations.put({ analysisId, node: "conv0/9", name: "eyes", note: "two\nlines" });
      expect(await store.annotations.list(analysisId)).toMatchObject([
        { node: "conv0/9", name: "eyes", note: "two\nlines", version: 1 },
        { node: "conv1/0", name: null, note: "third", version: 3 },
      ]);
      expect(await store.annotations.remove(analysisId, "conv1/0")).toBe(true);
      expect(await store.annotations.remove(analysisId, "conv1/0")).toBe(false);
      await store.analyses.remove(analysisId);
      expect(await store.annotations.list(analysisId)).toEqual([]);
      await expect(put("fourth")).rejects.toMatchObject({ code: "GRAPH_NOT_FOUND" });
    });
  });
}
