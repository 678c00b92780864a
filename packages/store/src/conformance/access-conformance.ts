import { describe, expect, it } from "vitest";
import { connect } from "../database/connect.js";
import { silentLogger } from "../logger.js";
import { addModel, createClock, type MakePlace } from "./place.js";
import { withStore } from "./with-store.js";

export function describeAccess(makePlace: MakePlace): void {
  describe("tokens", () => {
    const at = withStore(makePlace);
    /** The time, once the use of a token is noted: no request waits for that. */
    const used = async (id: string) => {
      const find = async () => (await at.store.tokens.list()).find((token) => token.id === id)?.lastUsedAt;
      await expect.poll(find).not.toBeNull();
      return find();
    };

    it("are known by their secret until they are revoked", async () => {
      const { tokens } = at.store;
      const reader = await tokens.create({ name: "reader", role: "read" });
      const writer = await tokens.create({ name: "writer", role: "write" });
      expect(reader.secret).not.toBe(writer.secret);
      expect(await tokens.verify(reader.secret)).toEqual({ ...reader.token, isExpired: false });
      expect(await tokens.verify(writer.secret)).toMatchObject({ name: "writer", role: "write" });
      for (const other of ["", reader.secret.slice(0, -1), `${reader.secret} `, reader.token.id]) {
        expect(await tokens.verify(other)).toBeUndefined();
      }
      await used(reader.token.id);
      await used(writer.token.id);
      const lastUsedAt = at.clock.read().toISOString();
      expect(await tokens.list()).toEqual([
        { ...reader.token, lastUsedAt },
        { ...writer.token, lastUsedAt },
      ]);
      expect(await tokens.revoke(reader.token.id)).toBe(true);
      expect(await tokens.revoke(reader.token.id)).toBe(false);
      expect(await tokens.verify(reader.secret)).toBeUndefined();
      expect(await tokens.verify(writer.secret)).toMatchObject({ id: writer.token.id });
    });

    it("expire after their days", async () => {
      const { tokens } = at.store;
      const { secret, token } = await tokens.create({ name: "guest", role: "read", days: 2 });
      expect(Date.parse(token.expiresAt ?? "") - Date.parse(token.createdAt)).toBe(2 * 24 * 3600 * 1000);
      at.clock.advance(2 * 24 * 3600 - 1);
      expect(await tokens.verify(secret)).toMatchObject({ isExpired: false });
      at.clock.advance(1);
      expect(await tokens.verify(secret)).toMatchObject({ id: token.id, isExpired: true });
    });

    it("tell when they were last used, noted once a minute at most", async () => {
      const { tokens } = at.store;
      const { secret, token } = await tokens.create({ name: "used", role: "read" });
      const lastUse = async () => (await tokens.list()).find(({ id }) => id === token.id)?.lastUsedAt;
      expect(await lastUse()).toBeNull();
      await tokens.verify(secret);
      const first = await used(token.id);
      at.clock.advance(59);
      await tokens.verify(secret);
      // Whatever was written is written before the answer to what is asked after it.
      expect(await lastUse()).toBe(first);
      at.clock.advance(1);
      await tokens.verify(secret);
      await expect.poll(lastUse).toBe(at.clock.read().toISOString());
    });

    it("count as some only while one has not expired", async () => {
      const place = await makePlace();
      const clock = createClock();
      const { tokens } = await place.open({ clock: clock.read });
      expect(await tokens.hasValid()).toBe(false);
      await tokens.create({ name: "short", role: "read", days: 1 });
      expect(await tokens.hasValid()).toBe(true);
      clock.advance(24 * 3600);
      expect(await tokens.hasValid()).toBe(false);
      await tokens.create({ name: "long", role: "read" });
      expect(await tokens.hasValid()).toBe(true);
      await place.remove();
    });

    it("are stored without their secret", async () => {
      const { secret } = await at.store.tokens.create({ name: "kept", role: "read" });
      const { db } = await connect({ url: at.place.url, checkpoints: false, logger: silentLogger });
      const rows = await db.selectFrom("tokens").selectAll().execute();
      await db.destroy();
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toContain(secret.slice("gipfel_".length));
    });
  });

  describe("a creation under a key", () => {
    const at = withStore(makePlace);
    const request = { owner: "client", key: "k", request: "POST /api/models {}" };
    const count = async () => (await at.store.models.list()).items.length;

    it("happens once, and is answered as it was the first time", async () => {
      const { store } = at;
      const create = () => store.createOnce(request, async () => ({ id: "a", list: [1, null] }));
      expect(await create()).toEqual({ outcome: "created", answer: { id: "a", list: [1, null] } });
      expect(await create()).toEqual({ outcome: "repeated", answer: { id: "a", list: [1, null] } });
    });

    it("conflicts where the request is another, and not where the client is", async () => {
      const { store } = at;
      const create = async () => "other";
      expect(await store.createOnce({ ...request, request: "other" }, create)).toEqual({ outcome: "conflict" });
      const other = await store.createOnce({ ...request, owner: "another" }, create);
      expect(other).toEqual({ outcome: "created", answer: "other" });
    });

    it("leaves nothing behind where it fails, and may be tried again", async () => {
      const { store } = at;
      const before = await count();
      const { hash, bytes } = await store.artifacts.put(Buffer.from("model"));
      const model = { name: "m", format: "onnx", hash, bytes, inspection: null } as const;
      const key = { ...request, key: "failing" };
      const failing = store.createOnce(key, async ({ models }) => {
        await models.create(model);
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      expect(await count()).toBe(before);
      const created = await store.createOnce(key, async ({ models }) => (await models.create(model)).id);
      expect(created.outcome).toBe("created");
      expect(await count()).toBe(before + 1);
    });

    it("is forgotten after 24 hours", async () => {
      const { store, clock } = at;
      const key = { ...request, key: "old" };
      await store.createOnce(key, async () => 1);
      clock.advance(24 * 60 * 60 - 1);
      expect(await store.createOnce(key, async () => 2)).toEqual({ outcome: "repeated", answer: 1 });
      clock.advance(1);
      expect(await store.createOnce({ ...key, request: "other" }, async () => 2)).toEqual({
        outcome: "created",
        answer: 2,
      });
    });
  });

  describe("a transaction", () => {
    const at = withStore(makePlace);

    it("happens as a whole, or not at all", async () => {
      const { store } = at;
      const model = await addModel(store, "before");
      const rename = (name: string, fails: boolean) =>
        store.transaction(async ({ models, datasets }) => {
          await models.update(model.id, { name });
          await datasets.create({ name, path: "a", hash: null, images: 0, classes: [] });
          if (fails) throw new Error("no");
          return (await models.find(model.id))?.name;
        });
      await expect(rename("lost", true)).rejects.toThrow("no");
      expect(await store.models.find(model.id)).toEqual(model);
      expect((await store.datasets.list()).items).toEqual([]);
      expect(await rename("after", false)).toBe("after");
      expect((await store.datasets.list()).items).toMatchObject([{ name: "after" }]);
    });

    it("says of rows that were not written by a store that they are damaged", async () => {
      const { store, place } = at;
      const model = await addModel(store);
      const { db } = await connect({ url: place.url, checkpoints: false, logger: silentLogger });
      const damage = (inspection: string) =>
        db.updateTable("models").set({ inspection }).where("id", "=", model.id).execute();
      await damage("{");
      expect(await store.models.find(model.id)).toMatchObject({
        damage: "row of a model: /inspection: expected JSON, got {",
      });
      await damage("[]");
      expect(await store.models.find(model.id)).toMatchObject({ damage: expect.stringContaining("row of a model") });
      await db.destroy();
    });
  });
}
