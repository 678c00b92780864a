import { describe, expect, it } from "vitest";
import { connect } from "../database/connect.js";
import { silentLogger } from "../logger.js";
import { addModel, type MakePlace } from "./place.js";
import { withStore } from "./with-store.js";

export function describeAccess(makePlace: MakePlace): void {
  describe("tokens", () => {
    const at = withStore(makePlace);

    it("are known by their secret until they are revoked", async () => {
      const { tokens } = at.store;
      const reader = await tokens.create({ name: "reader", role: "read" });
      const writer = await tokens.create({ name: "writer", role: "write" });
      expect(reader.secret).not.toBe(writer.secret);
      expect(await tokens.verify(reader.secret)).toEqual(reader.token);
      expect(await tokens.verify(writer.secret)).toMatchObject({ name: "writer", role: "write" });
      for (const other of ["", reader.secret.slice(0, -1), `${reader.secret} `, reader.token.id]) {
        expect(await tokens.verify(other)).toBeUndefined();
      }
      expect(await tokens.list()).toEqual([reader.token, writer.token]);
      expect(await tokens.revoke(reader.token.id)).toBe(true);
      expect(await tokens.revoke(reader.token.id)).toBe(false);
      expect(await tokens.verify(reader.secret)).toBeUndefined();
      expect(await tokens.verify(writer.secret)).toEqual(writer.token);
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
