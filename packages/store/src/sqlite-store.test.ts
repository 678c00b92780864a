import { existsSync } from "node:fs";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import Libsql from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { without } from "./conformance/identity-conformance.js";
import { addModel } from "./conformance/place.js";
import { makeSqlitePlace } from "./conformance/sqlite-place.js";
import { describeStore } from "./conformance/store-conformance.js";
import { openStore } from "./index.js";

describeStore("the store on SQLite", makeSqlitePlace);

describe("a store on SQLite", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gipfel-store-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("waits for another process's lock without holding up anything else", async () => {
    const place = await makeSqlitePlace();
    const store = await place.open();
    const other = new Libsql(place.url.slice("file:".length));
    other.exec("begin immediate");
    let isDone = false;
    const writing = addModel(store).finally(() => {
      isDone = true;
    });
    await delay(200);
    expect(isDone).toBe(false);
    other.exec("commit");
    const { id } = await writing;
    // What was confirmed is committed: another connection sees it, and may write.
    expect(other.prepare("select id from models").all()).toEqual([{ id }]);
    other.exec("begin immediate; rollback");
    other.close();
    await place.remove();
  });

  it("lets others have their turn between its queries", async () => {
    const store = await openStore({ url: ":memory:", artifacts: join(folder, "of turns") });
    let turns = 0;
    const take = () => {
      turns += 1;
      if (turns < 100) setImmediate(take);
    };
    setImmediate(take);
    for (let i = 0; i < 10; i++) await store.models.list();
    expect(turns).toBeGreaterThanOrEqual(9);
    await store.close();
  });

  it("is in memory where nobody keeps it", async () => {
    const artifacts = join(folder, "of memory");
    const [first, second] = [
      await openStore({ url: ":memory:", artifacts }),
      await openStore({ url: ":memory:", artifacts }),
    ];
    const { id } = await addModel(first);
    expect(await first.models.find(id)).toBeDefined();
    expect(await second.models.find(id)).toBeUndefined();
    await first.close();
    await second.close();
  });

  it("says that its file is damaged, when it is opened or when it is read", async () => {
    const url = `file:${join(folder, "damaged.db")}`;
    const store = await openStore({ url, artifacts: join(folder, "artifacts") });
    const { id } = await addModel(store);
    await store.close();
    const other = new Libsql(url.slice("file:".length));
    other.exec("pragma wal_checkpoint(truncate)");
    other.close();
    const file = await open(join(folder, "damaged.db"), "r+");
    // All but the first page, which says what tables there are.
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size - 4096, 0xa5), 0, size - 4096, 4096);
    await file.close();
    const read = async () => (await openStore({ url, artifacts: join(folder, "artifacts") })).models.find(id);
    await expect(read()).rejects.toMatchObject({ code: "STORE_CORRUPT", message: expect.stringContaining("backup") });
  });

  it("refuses to make a database anew where its artifacts still are, and leaves no file behind", async () => {
    const place = await makeSqlitePlace();
    const store = await place.open();
    const { hash } = await addModel(store);
    await store.close();
    const file = place.url.slice("file:".length);
    await without(file, async () => {
      const refusal = { code: "STATE_UNUSABLE", message: expect.stringContaining("bring it back from a backup") };
      await expect(place.open()).rejects.toMatchObject(refusal);
      expect(existsSync(file)).toBe(false);
    });
    expect(await (await place.open()).artifacts.has(hash)).toBe(true);
    await place.remove();
  });

  it("says why it cannot be opened", async () => {
    const artifacts = join(folder, "artifacts");
    const file = join(folder, "text.db");
    await writeFile(file, "this is no database ".repeat(500));
    await expect(openStore({ url: `file:${file}`, artifacts })).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    await expect(openStore({ url: `file:${folder}`, artifacts })).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await expect(openStore({ url: "mysql://root:secret@host/db", artifacts })).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message: "a store's address begins with file: or postgres://, got mysql:",
    });
  });
});
