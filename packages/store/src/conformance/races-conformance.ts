import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../index.js";
import { addAnalysis, addModel, addRunning, type MakePlace, type StorePlace } from "./place.js";

const races = 200;

/** Two stores on one database do the same at the same time. */
export function describeRaces(makePlace: MakePlace): void {
  describe("of two stores", () => {
    let place: StorePlace;
    let stores: [Store, Store];
    beforeAll(async () => {
      place = await makePlace();
      stores = [await place.open(), await place.open()];
    });
    afterAll(() => place.remove());

    /** What became of one race; who begins changes. */
    const race = <T>(turn: number, run: (store: Store, name: string) => Promise<T>) =>
      Promise.all((turn % 2 ? [...stores].reverse() : stores).map((store, i) => run(store, `worker ${i}`)));

    it("one claims a shard, and one result of it is taken", async () => {
      const keys = Array.from({ length: races }, (_, i) => String(i));
      const { id } = await addRunning(stores[0], keys);
      const { hash } = await stores[0].artifacts.put(Buffer.from("result"));
      for (const [turn, key] of keys.entries()) {
        const shard = { analysisId: id, phase: "collect", key };
        const claims = await race(turn, (store, worker) => store.shards.claim(shard, { worker, seconds: 60 }));
        expect(claims.filter(Boolean)).toHaveLength(1);
        const results = await race(turn, (store, worker) => store.shards.complete(shard, { worker, hash }));
        expect(results.filter(Boolean)).toHaveLength(1);
      }
      expect((await stores[1].shards.list(id)).every(({ attempts }) => attempts === 1)).toBe(true);
      await stores[0].analyses.remove(id);
    });

    it("one starts an analysis, and never more than the limit run", async () => {
      const waiting = [];
      for (let i = 0; i < 40; i++) waiting.push((await addAnalysis(stores[0])).id);
      const started: string[] = [];
      for (let turn = 0; started.length < waiting.length; turn++) {
        const found = (await race(turn, (store) => store.analyses.startNext(1))).filter((one) => one !== undefined);
        expect(found).toHaveLength(1);
        started.push(found[0].id);
        const ends = await race(turn, (store) => store.analyses.finish(found[0].id, { timings: {}, files: [] }));
        expect(ends.filter(Boolean)).toHaveLength(1);
      }
      expect(started).toEqual(waiting);
    });

    it("one ends an analysis, whichever way", async () => {
      for (let turn = 0; turn < 50; turn++) {
        const { id } = await addRunning(stores[0]);
        const ends = await Promise.all([
          stores[turn % 2].analyses.finish(id, { timings: {}, files: [] }),
          stores[(turn + 1) % 2].analyses.cancel(id),
        ]);
        const ended = ends.filter((one) => one !== undefined);
        expect(ended).toHaveLength(1);
        expect(await stores[0].analyses.find(id)).toEqual(ended[0]);
      }
    });

    it("one creates under a key, and the other gets its answer", async () => {
      for (let turn = 0; turn < races; turn++) {
        const request = { owner: "client", key: `key ${turn}`, request: "same" };
        const answers = await race(turn, (store, name) =>
          store.createOnce(request, async ({ datasets }) => {
            await datasets.create({ name: `${turn}`, path: "a", hash: null, images: 0, classes: [] });
            return name;
          }),
        );
        expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["created", "repeated"]);
        expect(new Set(answers.map((one) => ("answer" in one ? one.answer : null))).size).toBe(1);
      }
      const { items } = await stores[0].datasets.list({ limit: 200 });
      const names = items.map(({ name }) => name).filter((name) => /^\d+$/.test(name));
      expect(new Set(names).size).toBe(names.length);
    });

    it("one changes a version, and the other learns of it", async () => {
      const { id } = await addModel(stores[0]);
      for (let version = 1; version <= races; version++) {
        const changes = await race(version, (store, name) => store.models.update(id, { name }, version));
        expect(changes.map(({ outcome }) => outcome).sort()).toEqual(["changed", "conflict"]);
      }
      expect(await stores[0].models.find(id)).toMatchObject({ version: races + 1 });
    });

    it("one sweeps while the other puts and refers: what was put before its reference is there after it", async () => {
      const content = (turn: number) => Buffer.from(`model ${turn % 5}`);
      const putAndRefer = async (model: Uint8Array) => {
        const { hash, bytes } = await stores[1].artifacts.put(model);
        return stores[1].models.create({ name: "m", format: "onnx", hash, bytes, inspection: null });
      };
      for (let turn = 0; turn < races; turn++) {
        const sweeping = stores[0].artifacts.sweep({ grace: 0.005 });
        // What takes longer than the grace is refused, never left without its artifact.
        const created = await putAndRefer(content(turn)).catch((error: unknown) => {
          expect(error).toMatchObject({ code: "STORAGE_FAILED" });
        });
        await sweeping;
        if (created) {
          expect(await stores[0].artifacts.has(created.hash)).toBe(true);
          await stores[1].models.remove(created.id);
        }
      }
    });
  });
}
