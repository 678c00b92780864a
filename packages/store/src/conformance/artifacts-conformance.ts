import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { connect } from "../database/connect.js";
import type { Store } from "../index.js";
import { silentLogger } from "../logger.js";
import { imageResult } from "./image-result.js";
import { addAnalysis, addModel, addRunning, createClock, type MakePlace, sha256 } from "./place.js";
import { withStore } from "./with-store.js";

/** Puts an artifact and refers to it; returns its hash and what removes the reference. */
type Refer = (store: Store) => Promise<{ hash: string; remove: () => Promise<unknown> }>;

/** Every way there is to refer to an artifact. */
const references: Record<string, Refer> = {
  model: async (store) => {
    const { id, hash } = await addModel(store);
    return { hash, remove: () => store.models.remove(id) };
  },
  "data set": async (store) => {
    const { hash } = await store.artifacts.put(randomBytes(9));
    const { id } = await store.datasets.create({ name: "zip", path: null, hash, images: 0, classes: [] });
    return { hash, remove: () => store.datasets.remove(id) };
  },
  shard: async (store) => {
    const { hash } = await store.artifacts.put(randomBytes(9));
    const { id } = await addRunning(store);
    await store.shards.complete({ analysisId: id, phase: "collect", key: "0" }, { worker: "one", hash });
    return { hash, remove: () => store.analyses.remove(id) };
  },
  "file of an analysis": async (store) => {
    const { hash, bytes } = await store.artifacts.put(randomBytes(9));
    const { id } = await addRunning(store);
    await store.analyses.finish(id, { timings: {}, files: [{ path: "analysis.json", hash, bytes }] });
    return { hash, remove: () => store.analyses.remove(id) };
  },
  "file of a view": async (store) => {
    const { hash, bytes } = await store.artifacts.put(randomBytes(9));
    const { id: analysisId } = await addAnalysis(store);
    const view = await store.views.create({ analysisId, name: "v", edits: [], state: null });
    await store.views.setFiles(view.id, 1, [{ path: "graphs/a.json", hash, bytes }]);
    return { hash, remove: () => store.views.update(view.id, { edits: [] }) };
  },
  "picture of an explanation": async (store) => {
    const { hash } = await store.artifacts.put(randomBytes(9));
    return { hash, remove: await addResult(store, hash, null) };
  },
  "map of an explanation": async (store) => {
    const { hash: picture } = await addModel(store);
    const { hash } = await store.artifacts.put(randomBytes(9));
    return { hash, remove: await addResult(store, picture, hash) };
  },
};

/** Adds an explanation with one result; returns what removes it. */
async function addResult(store: Store, picture: string, map: string | null): Promise<() => Promise<unknown>> {
  const { id: modelId } = await addModel(store);
  const target = { name: "e", modelId, datasetId: null, analysisId: null };
  const { id } = await store.explanations.create({ ...target, request: {} });
  await store.explanations.start(id);
  await store.explanations.addImage(id, imageResult("0", picture, map));
  return () => store.explanations.remove(id);
}

export function describeArtifacts(makePlace: MakePlace): void {
  describe("artifacts", () => {
    const at = withStore(makePlace);

    it("have their content's hash for a name, however they arrive", async () => {
      const { artifacts } = at.store;
      const content = randomBytes(300_000);
      const parts = async function* () {
        for (let start = 0; start < content.length; start += 7777) yield content.subarray(start, start + 7777);
      };
      expect(await artifacts.put(content)).toEqual({ hash: sha256(content), bytes: content.length });
      expect(await artifacts.put(parts())).toEqual({ hash: sha256(content), bytes: content.length });
      const found = await artifacts.get(sha256(content));
      expect(found).toMatchObject({ hash: sha256(content), bytes: content.length });
      expect(content.equals(await readFile(found?.path ?? ""))).toBe(true);
      if (found) expect(content.equals(await buffer(found.stream()))).toBe(true);
      expect(await artifacts.put(Buffer.alloc(0))).toEqual({ hash: sha256(""), bytes: 0 });
      expect(await artifacts.has(sha256("never"))).toBe(false);
      expect(await artifacts.get(sha256("never"))).toBeUndefined();
      await expect(artifacts.get("../../etc/passwd")).rejects.toMatchObject({ code: "OPTION_INVALID" });
    });

    it("leave nothing where their source fails", async () => {
      const failing = async function* () {
        yield randomBytes(10);
        throw new Error("the line broke");
      };
      await expect(at.store.artifacts.put(failing())).rejects.toThrow("the line broke");
      expect(await readdir(join(at.place.artifacts, "drafts"))).toEqual([]);
    });

    it("are put by many at once", async () => {
      const { artifacts } = at.store;
      const other = await at.place.open({ clock: at.clock.read });
      const content = randomBytes(50_000);
      const puts = Array.from({ length: 20 }, (_, i) => (i % 2 ? artifacts : other.artifacts).put(content));
      expect(new Set((await Promise.all(puts)).map(({ hash }) => hash))).toEqual(new Set([sha256(content)]));
      expect(sha256(await readFile((await artifacts.get(sha256(content)))?.path ?? ""))).toBe(sha256(content));
    });

    it.each(Object.entries(references))("stay while a %s refers to them", async (_, refer) => {
      const { store, clock } = at;
      const { hash, remove } = await refer(store);
      clock.advance(1000);
      await store.artifacts.sweep({ grace: 100 });
      expect(await store.artifacts.has(hash)).toBe(true);
      await remove();
      const { removed, trashed } = await store.artifacts.sweep({ grace: 100, releaseGrace: 100 });
      expect(removed.artifacts + trashed.artifacts).toBe(1);
      expect(await store.artifacts.has(hash)).toBe(false);
    });

    it("go soon where their record was deleted on request, unless they were written again since", async () => {
      const { store, clock } = at;
      const [gone, kept] = [await addModel(store), await addModel(store)];
      const content = await readFile((await store.artifacts.get(kept.hash))?.path ?? "");
      clock.advance(700);
      for (const { id } of [gone, kept]) await store.models.remove(id);
      expect((await store.artifacts.sweepReleased()).artifacts).toBe(0);
      await store.artifacts.put(content);
      clock.advance(700);
      expect((await store.artifacts.sweepReleased()).artifacts).toBe(1);
      expect(await store.artifacts.has(gone.hash)).toBe(false);
      expect(await store.artifacts.has(kept.hash)).toBe(true);
      expect(existsSync(join(at.place.artifacts, "trash", gone.hash))).toBe(false);
    });

    it("lie in the trash for a while where nobody asked for their deletion, and come back to a row", async () => {
      const { store, clock, place } = at;
      const content = randomBytes(11);
      const { hash } = await store.artifacts.put(content);
      const other = await store.artifacts.put(randomBytes(12));
      clock.advance(1000);
      expect((await store.artifacts.sweep({ grace: 100, trash: 5000 })).trashed.bytes).toBeGreaterThanOrEqual(23);
      expect((await readdir(join(place.artifacts, "trash"))).sort()).toEqual(
        expect.arrayContaining([hash, other.hash]),
      );
      expect(await store.artifacts.has(hash)).toBe(false);
      const { db } = await connect({ url: place.url, checkpoints: false, logger: silentLogger });
      const row = { hash, bytes: 11, writtenAt: clock.read().toISOString(), releasedAt: null };
      await db.insertInto("artifacts").values(row).execute();
      expect(content.equals(await readFile((await store.artifacts.get(hash))?.path ?? ""))).toBe(true);
      clock.advance(4000);
      await store.artifacts.sweep({ grace: 100_000, trash: 5000 });
      expect(existsSync(join(place.artifacts, "trash", other.hash))).toBe(true);
      clock.advance(1001);
      expect((await store.artifacts.sweep({ grace: 100_000, trash: 5000 })).expired.artifacts).toBeGreaterThan(0);
      expect(existsSync(join(place.artifacts, "trash", other.hash))).toBe(false);
      await db.destroy();
    });

    it("are swept past a row that names no file", async () => {
      const { store, clock, place } = at;
      const { db } = await connect({ url: place.url, checkpoints: false, logger: silentLogger });
      const row = { hash: "../../damaged", bytes: 1, writtenAt: clock.read().toISOString(), releasedAt: null };
      await db.insertInto("artifacts").values(row).execute();
      await db.destroy();
      const { hash } = await store.artifacts.put(randomBytes(13));
      clock.advance(1000);
      await store.artifacts.sweep({ grace: 100 });
      expect(await store.artifacts.has(hash)).toBe(false);
    });

    it("are copied to files of their own, unless they are damaged", async () => {
      const { artifacts } = at.store;
      const content = randomBytes(1000);
      const { hash } = await artifacts.put(content);
      const path = (await artifacts.get(hash))?.path ?? "";
      const copy = join(at.place.artifacts, "drafts", "copy");
      await artifacts.copyTo(hash, copy, "a model");
      expect(content.equals(await readFile(copy))).toBe(true);
      expect((await stat(copy)).ino).not.toBe((await stat(path)).ino);
      await writeFile(path, randomBytes(1000));
      await rm(copy);
      const fault = {
        code: "STORE_CORRUPT",
        message: "the stored file of a model is damaged; bring it back from a backup",
      };
      await expect(artifacts.copyTo(hash, copy, "a model")).rejects.toMatchObject(fault);
      expect(existsSync(copy)).toBe(false);
    });

    it("stay while they are fresh, and become fresh again where they are put again", async () => {
      const { store, clock } = at;
      const put = () => store.artifacts.put(Buffer.from("fresh"));
      const { hash } = await put();
      clock.advance(99);
      await store.artifacts.sweep({ grace: 100 });
      expect(await store.artifacts.has(hash)).toBe(true);
      await put();
      clock.advance(99);
      await store.artifacts.sweep({ grace: 100 });
      expect(await store.artifacts.has(hash)).toBe(true);
      clock.advance(1);
      expect((await store.artifacts.sweep({ grace: 100 })).trashed).toEqual({ artifacts: 1, bytes: 5 });
      expect(await store.artifacts.has(hash)).toBe(false);
      expect(await store.artifacts.has((await put()).hash)).toBe(true);
    });

    it("go in any number, with files that no row knows and drafts of the dead", async () => {
      const place = await makePlace();
      const clock = createClock(new Date(Date.now()).toISOString());
      const store = await place.open({ clock: clock.read });
      const kept = await addModel(store);
      for (let i = 0; i < 250; i++) await store.artifacts.put(Buffer.from(`artifact ${i}`));
      const stray = join(place.artifacts, sha256("stray").slice(0, 2), sha256("stray").slice(2));
      await mkdir(dirname(stray), { recursive: true });
      await writeFile(stray, "stray");
      // However old a file is: this store has known it from now on.
      await utimes(stray, new Date(0), new Date(0));
      await writeFile(join(place.artifacts, "drafts", "left"), "half");
      await store.artifacts.sweep({ grace: 3600 });
      expect(await readdir(join(place.artifacts, "drafts"))).toEqual(["left"]);
      expect(await store.artifacts.has(sha256("stray"))).toBe(true);
      clock.advance(3700);
      expect((await store.artifacts.sweep({ grace: 3600, trash: 0 })).trashed.artifacts).toBe(251);
      expect(await readdir(join(place.artifacts, "drafts"))).toEqual([]);
      const folders = (await readdir(place.artifacts)).filter((name) => name.length === 2);
      const files = await Promise.all(folders.map((folder) => readdir(join(place.artifacts, folder))));
      expect(files.flat()).toEqual([kept.hash.slice(2)]);
      await place.remove();
    });
  });
}
