import { describe, expect, it } from "vitest";
import { addAnalysis, addRunning, type MakePlace, sha256, unknownId } from "./place.js";
import { withStore } from "./with-store.js";

const lease = { worker: "one", seconds: 60 };
const otherLease = { worker: "two", seconds: 60 };

export function describeShards(makePlace: MakePlace): void {
  describe("shards", () => {
    const at = withStore(makePlace);
    const shardOf = (analysisId: string, key = "0") => ({ analysisId, phase: "collect", key });
    const put = async (text: string) => (await at.store.artifacts.put(Buffer.from(text))).hash;

    it("are planned once, however many there are", async () => {
      const { store } = at;
      const keys = Array.from({ length: 3001 }, (_, i) => String(i).padStart(4, "0"));
      const { id } = await addRunning(store, keys);
      const hash = await put("first");
      expect(await store.shards.complete(shardOf(id, "0007"), { worker: "one", hash })).toBe(true);
      await store.shards.plan(id, [...keys.map((key) => ({ phase: "collect", key })), { phase: "edges", key: "0" }]);
      expect((await store.shards.list(id, "collect")).map(({ key }) => key)).toEqual(keys);
      expect((await store.shards.list(id)).length).toBe(3002);
      expect(await store.shards.progress(id)).toEqual([
        { phase: "collect", done: 1, total: 3001 },
        { phase: "edges", done: 0, total: 1 },
      ]);
      await expect(store.shards.plan(unknownId, [{ phase: "a", key: "0" }])).rejects.toMatchObject({
        code: "GRAPH_NOT_FOUND",
      });
    });

    it("have one claim at a time, until its lease ends", async () => {
      const { store, clock } = at;
      const shard = shardOf((await addRunning(store)).id);
      expect(await store.shards.claim(shard, lease)).toBe(true);
      expect(await store.shards.claim(shard, otherLease)).toBe(false);
      expect(await store.shards.claim(shard, lease)).toBe(false);
      clock.advance(59);
      expect(await store.shards.renew(shard, lease)).toBe(true);
      expect(await store.shards.renew(shard, otherLease)).toBe(false);
      clock.advance(59);
      expect(await store.shards.claim(shard, otherLease)).toBe(false);
      clock.advance(1);
      expect(await store.shards.claim(shard, otherLease)).toBe(true);
      expect(await store.shards.renew(shard, lease)).toBe(false);
      expect(await store.shards.list(shard.analysisId)).toMatchObject([{ worker: "two", attempts: 2 }]);
    });

    it("are claimed only while their analysis runs", async () => {
      const { store } = at;
      const { id } = await addAnalysis(store);
      await store.shards.plan(id, [{ phase: "collect", key: "0" }]);
      expect(await store.shards.claim(shardOf(id), lease)).toBe(false);
      const running = shardOf((await addRunning(store)).id);
      await store.analyses.cancel(running.analysisId);
      expect(await store.shards.claim(running, lease)).toBe(false);
      expect(await store.shards.claim(shardOf(unknownId), lease)).toBe(false);
    });

    it("are free again where their worker gives them back", async () => {
      const { store } = at;
      const { id } = await addRunning(store, ["0", "1", "2"]);
      const worker = "giver";
      for (const key of ["0", "1", "2"]) await store.shards.claim(shardOf(id, key), { worker, seconds: 60 });
      expect(await store.shards.release(shardOf(id, "0"), "two")).toBe(false);
      expect(await store.shards.release(shardOf(id, "0"), worker)).toBe(true);
      expect(await store.shards.claim(shardOf(id, "0"), otherLease)).toBe(true);
      await store.shards.complete(shardOf(id, "1"), { worker, hash: await put("1") });
      expect(await store.shards.releaseAll(worker)).toBe(1);
      expect(await store.shards.claim(shardOf(id, "2"), otherLease)).toBe(true);
      expect(await store.shards.claim(shardOf(id, "1"), otherLease)).toBe(false);
    });

    it("are done once: the first result counts", async () => {
      const { store } = at;
      const shard = shardOf((await addRunning(store)).id);
      await store.shards.claim(shard, lease);
      const hash = await put("a");
      expect(await store.shards.complete(shard, { worker: "one", hash })).toBe(true);
      expect(await store.shards.complete(shard, { worker: "two", hash: await put("b") })).toBe(false);
      expect(await store.shards.complete(shard, { worker: "one", hash })).toBe(false);
      expect(await store.shards.list(shard.analysisId)).toMatchObject([{ status: "done", hash, worker: "one" }]);
      expect(await store.shards.renew(shard, lease)).toBe(false);
      expect(await store.shards.release(shard, "one")).toBe(false);
    });

    it("are not done by a result that was never written", async () => {
      const { store } = at;
      const shard = shardOf((await addRunning(store)).id);
      const completed = store.shards.complete(shard, { worker: "one", hash: sha256("never") });
      await expect(completed).rejects.toMatchObject({ code: "STORAGE_FAILED" });
      expect(await store.shards.list(shard.analysisId)).toMatchObject([{ status: "pending" }]);
    });

    it("stay done where the analysis goes on after an end, and the others begin afresh", async () => {
      const { store } = at;
      const { id } = await addRunning(store, ["0", "1"]);
      await store.shards.complete(shardOf(id, "0"), { worker: "one", hash: await put("kept") });
      await store.shards.claim(shardOf(id, "1"), lease);
      await store.analyses.fail(id, { code: "ENGINE_FAILED", message: "" });
      await store.analyses.retry(id);
      expect(await store.shards.list(id)).toMatchObject([
        { key: "0", status: "done", hash: sha256("kept") },
        { key: "1", status: "pending", worker: null, leasedUntil: null, attempts: 0 },
      ]);
    });

    it("go with their analysis", async () => {
      const { store } = at;
      const { id } = await addRunning(store);
      expect(await store.analyses.remove(id)).toBe(true);
      expect(await store.shards.list(id)).toEqual([]);
      expect(await store.shards.complete(shardOf(id), { worker: "one", hash: await put("late") })).toBe(false);
      expect(await store.analyses.remove(id)).toBe(false);
    });
  });
}
