import { describe, expect, it } from "vitest";
import { connect } from "../database/connect.js";
import { silentLogger } from "../logger.js";
import { tables } from "../records/tables.js";
import { addModel, type MakePlace } from "./place.js";

export function describeMigrations(makePlace: MakePlace): void {
  describe("migrations", () => {
    it("run once where several processes open an empty database at the same time", async () => {
      const place = await makePlace();
      const stores = await Promise.all(Array.from({ length: 4 }, () => place.open()));
      const { id } = await addModel(stores[0]);
      for (const store of stores) expect(await store.models.find(id)).toMatchObject({ id });
      await place.remove();
    });

    it("change nothing where they ran before", async () => {
      const place = await makePlace();
      const first = await place.open();
      const model = await addModel(first);
      await first.close();
      const second = await place.open();
      expect(await second.models.find(model.id)).toEqual(model);
      await place.remove();
    });

    it("make just the tables and columns of the records", async () => {
      const place = await makePlace();
      await place.open();
      const { db } = await connect({ url: place.url, checkpoints: false, logger: silentLogger });
      const found = (await db.introspection.getTables()).map(({ name, columns }) => [
        camelCase(name),
        columns.map((column) => camelCase(column.name)).sort(),
      ]);
      await db.destroy();
      const expected = Object.entries(tables).map(([name, { properties }]) => [name, Object.keys(properties).sort()]);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
      await place.remove();
    });
  });
}

const camelCase = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
