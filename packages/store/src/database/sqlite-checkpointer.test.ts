import { spawnSync } from "node:child_process";
import { copyFile, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import Libsql from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../index.js";
import { silentLogger } from "../logger.js";
import { SqliteCheckpointer } from "./sqlite-checkpointer.js";

/** Bytes; 0 where there is no such file. */
const sizeOf = async (path: string) => (await stat(path).catch(() => ({ size: 0 }))).size;

describe("the checkpointer of a SQLite file", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gipfel-checkpoints-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  function openFile(name: string) {
    const path = join(folder, name);
    const database = new Libsql(path, { timeout: 5000 });
    database.exec("pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 0");
    database.exec("create table numbers (value)");
    return { path, database };
  }

  /** How many numbers the file holds without its log. */
  async function inFile(path: string): Promise<number> {
    await copyFile(path, `${path}.copy`);
    const copy = new Libsql(`${path}.copy`);
    const { length } = copy.prepare("select value from numbers").all();
    copy.close();
    return length;
  }

  it("moves what is written into the file while others write, and has the log begin anew", async () => {
    const { path, database } = openFile("busy.db");
    const checkpointer = new SqliteCheckpointer(path, silentLogger, 20);
    let written = 0;
    do {
      for (let i = 0; i < 50; i++) database.exec("insert into numbers values (zeroblob(3000))");
      written += 50;
      await delay(5);
    } while ((await sizeOf(`${path}-wal`)) > (written * 3000) / 2);
    database.close();
    await checkpointer.end();
    expect(await inFile(path)).toBe(written);
    expect(await sizeOf(`${path}-wal`)).toBe(0);
  });

  it("says what went wrong", async () => {
    const { path, database } = openFile("gone.db");
    const warnings: unknown[] = [];
    const checkpointer = new SqliteCheckpointer(join(folder, "no such folder", "gone.db"), {
      warn: (details) => warnings.push(details),
    });
    await checkpointer.end();
    expect(warnings).toEqual([{ reason: expect.stringContaining("open") }]);
    database.close();
    await rm(path);
  });

  it("belongs to a store, which leaves all in its file when it is closed", async () => {
    const path = join(folder, "store.db");
    const store = await openStore({ url: `file:${path}`, artifacts: join(folder, "artifacts") });
    await store.datasets.create({ name: "toys", path: "toys", hash: null, images: 0, classes: [] });
    await store.close();
    expect(await sizeOf(`${path}-wal`)).toBe(0);
  });

  it("keeps no process alive", () => {
    const program = `
      import { openStore } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url))};
      await openStore({ url: ${JSON.stringify(`file:${join(folder, "left.db")}`)}, artifacts: "left" });
      console.log("opened");`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
      encoding: "utf8",
      cwd: folder,
      timeout: 60_000,
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "opened\n", stderr: "" });
  });
});
