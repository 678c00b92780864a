import { cp, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { connect } from "../database/connect.js";
import { openStore } from "../index.js";
import { silentLogger } from "../logger.js";
import { addModel, type MakePlace, type StorePlace } from "./place.js";

const run = async ({ url }: StorePlace, statement: string) => {
  const { db } = await connect({ url, checkpoints: false, logger: silentLogger });
  await sql.raw(statement).execute(db);
  await db.destroy();
};

const unusable = (message: string) => ({ code: "STATE_UNUSABLE", message: expect.stringContaining(message) });

export function describeIdentity(makePlace: MakePlace): void {
  describe("database and artifacts", () => {
    it("are refused where they are not of the same store, and nothing is changed", async () => {
      const [one, other] = [await makePlace(), await makePlace()];
      for (const place of [one, other]) await addModel(await place.open());
      const before = await readdir(one.artifacts, { recursive: true });
      const crossed = openStore({ url: other.url, artifacts: one.artifacts });
      await expect(crossed).rejects.toMatchObject(unusable("invalid state: expected the artifacts of database"));
      expect(await readdir(one.artifacts, { recursive: true })).toEqual(before);
      await one.remove();
      await other.remove();
    });

    it("are refused where the database is new and the folder is not, with an id or from before there were any", async () => {
      const [one, fresh] = [await makePlace(), await makePlace()];
      await addModel(await one.open());
      await expect(openStore({ url: fresh.url, artifacts: one.artifacts })).rejects.toMatchObject(
        unusable("invalid state"),
      );
      await rm(join(one.artifacts, "store.id"));
      await expect(openStore({ url: fresh.url, artifacts: one.artifacts })).rejects.toMatchObject(
        unusable("invalid state"),
      );
      await one.remove();
      await fresh.remove();
    });

    it("are refused where the folder has nothing of what the database knows", async () => {
      const place = await makePlace();
      await addModel(await place.open());
      const empty = await mkdtemp(join(tmpdir(), "gipfel-empty-"));
      await expect(openStore({ url: place.url, artifacts: empty })).rejects.toMatchObject(unusable("invalid state"));
      await rm(empty, { recursive: true });
      await place.remove();
    });

    it("recognize each other by their content where one of them is from before there were ids", async () => {
      const place = await makePlace();
      const store = await place.open();
      const { id } = await addModel(store);
      await store.close();
      await rm(join(place.artifacts, "store.id"));
      expect(await (await place.open()).models.find(id)).toBeDefined();
      // A backup of the database from before: its tables lack what the last steps made.
      await run(place, "alter table tokens drop column expires_at");
      await run(place, "alter table tokens drop column last_used_at");
      await run(place, "drop table identities");
      await run(place, "drop index artifacts_by_release");
      await run(place, "alter table artifacts drop column released_at");
      await run(place, "delete from kysely_migration where name >= '0006'");
      expect(await (await place.open()).models.find(id)).toBeDefined();
      expect(await (await place.open()).models.find(id)).toBeDefined();
      await place.remove();
    });

    it("may move together", async () => {
      const place = await makePlace();
      const { id } = await addModel(await place.open());
      const moved = await mkdtemp(join(tmpdir(), "gipfel-moved-"));
      await cp(place.artifacts, moved, { recursive: true });
      const store = await openStore({ url: place.url, artifacts: moved });
      expect(await store.models.find(id)).toBeDefined();
      await store.close();
      await rm(moved, { recursive: true });
      await place.remove();
    });

    it("say that the database is of a newer version", async () => {
      const place = await makePlace();
      await (await place.open()).close();
      await run(
        place,
        "insert into kysely_migration (name, timestamp) values ('0999-later', '2030-01-01T00:00:00.000Z')",
      );
      await expect(place.open()).rejects.toMatchObject(
        unusable("newer one (0999-later); start it with the newer version"),
      );
      await place.remove();
    });
  });
}

/** Renames a file away while something is tried. */
export async function without(file: string, work: () => Promise<void>): Promise<void> {
  await rename(file, `${file}.away`);
  await work();
  await rename(`${file}.away`, file);
}
