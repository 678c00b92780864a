import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import Libsql from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ArtifactFiles } from "../artifacts/artifact-files.js";
import { addAnalysis, addModel, type StorePlace, sha256 } from "../conformance/place.js";
import { makeSqlitePlace } from "../conformance/sqlite-place.js";
import { openStore, type Store } from "../index.js";
import { checkStore, type Finding } from "./check-store.js";
import { copyArtifact, copyDatabase } from "./copy-store.js";
import { StoreReader } from "./read-store.js";

describe("a store at rest or in use", () => {
  let place: StorePlace;
  let store: Store;
  let file: string;
  beforeEach(async () => {
    place = await makeSqlitePlace();
    store = await place.open();
    file = place.url.slice("file:".length);
  });
  afterEach(() => place.remove());

  async function check(): Promise<Finding[]> {
    const reader = await StoreReader.open(place.url);
    const findings = [];
    for await (const finding of checkStore({ reader, artifacts: place.artifacts })) findings.push(finding);
    await reader.close();
    return findings;
  }

  function change(statement: string): void {
    const database = new Libsql(file);
    database.exec(`pragma foreign_keys = off; ${statement}`);
    database.close();
  }

  const fileOf = (hash: string) => new ArtifactFiles(place.artifacts).path(hash);

  it("is sound where nothing happened to it, with uploads that wait and files that are deleted soon", async () => {
    await addAnalysis(store);
    await store.artifacts.put(Buffer.from("an upload that waits"));
    await store.models.remove((await addModel(store)).id);
    expect(await check()).toEqual([]);
    await store.close();
    expect(await check()).toEqual([]);
  });

  it("names each damaged record, missing or damaged file and unknown file, and what helps", async () => {
    const [sound, damaged, missing, changed] = [
      await addModel(store, "sound"),
      await addModel(store, "damaged"),
      await addModel(store, "missing"),
      await addModel(store, "changed"),
    ];
    change(`update models set inspection = '{' where id = '${damaged.id}'`);
    await rm(fileOf(missing.hash));
    await writeFile(fileOf(changed.hash), "something else");
    const orphan = sha256("orphan");
    await mkdir(dirname(fileOf(orphan)), { recursive: true });
    await writeFile(fileOf(orphan), "orphan");
    const findings = await check();
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "record", subject: `model ${damaged.id}` }),
        expect.objectContaining({ kind: "missing", subject: `model missing (${missing.id})` }),
        expect.objectContaining({ kind: "damaged", subject: `model changed (${changed.id})` }),
        expect.objectContaining({ kind: "unknown", subject: `artifact ${orphan}` }),
      ]),
    );
    expect(findings).toHaveLength(4);
    expect(JSON.stringify(findings)).not.toContain(sound.id);
    for (const { remedy } of findings) expect(remedy).not.toBe("");
  });

  it("finds a file in the trash that a record refers to, which the service brings back", async () => {
    const { hash } = await addModel(store);
    await mkdir(join(place.artifacts, "trash"), { recursive: true });
    await rename(fileOf(hash), join(place.artifacts, "trash", hash));
    expect(await check()).toEqual([]);
    expect(existsSync(fileOf(hash))).toBe(false);
  });

  it("says that folder and database are of different stores, and nothing more", async () => {
    await addModel(store);
    await writeFile(join(place.artifacts, "store.id"), "another\n");
    expect(await check()).toMatchObject([{ kind: "identity", problem: expect.stringContaining("got another") }]);
  });

  it("is not changed by a check", async () => {
    const { hash } = await addModel(store);
    await store.close();
    const old = new Date(1e9);
    for (const path of [file, fileOf(hash), join(place.artifacts, "store.id")]) await utimes(path, old, old);
    const before = await readFile(file);
    await check();
    expect((await readFile(file)).equals(before)).toBe(true);
    // The file that SQLite shares between processes goes with the last of them.
    await rm(place.artifacts, { recursive: true });
    expect((await check()).map(({ kind }) => kind)).toEqual(["identity", "missing"]);
    expect(existsSync(place.artifacts)).toBe(false);
  });

  it("is refused where it is of another version, or not there", async () => {
    change("delete from kysely_migration where name like '0006%'");
    await expect(StoreReader.open(place.url)).rejects.toMatchObject({
      code: "STATE_UNUSABLE",
      message: expect.stringContaining("got an older one (without 0006-identity)"),
    });
    change("insert into kysely_migration values ('0006-identity', ''), ('9999-future', '')");
    await expect(StoreReader.open(place.url)).rejects.toMatchObject({
      message: expect.stringContaining("9999-future"),
    });
    await expect(StoreReader.open(`${place.url}.gone`)).rejects.toMatchObject({ code: "STATE_UNUSABLE" });
    expect(existsSync(`${file}.gone`)).toBe(false);
  });

  it("is copied as it is at one moment, while others write", async () => {
    const { id } = await addModel(store, "committed");
    const writer = new Libsql(file);
    writer.exec("begin immediate; update models set name = 'uncommitted'");
    const copy = join(dirname(file), "it's a copy.db");
    await copyDatabase(file, copy);
    writer.exec("commit");
    writer.close();
    const copied = await openStore({ url: `file:${copy}`, artifacts: place.artifacts });
    expect(await copied.models.find(id)).toMatchObject({ name: "committed" });
    await copied.close();
    expect(await store.models.find(id)).toMatchObject({ name: "uncommitted" });
  });

  it("gives artifacts only as they were written", async () => {
    const [sound, changed, gone] = [await addModel(store), await addModel(store), await addModel(store)];
    await writeFile(fileOf(changed.hash), "something else");
    await rm(fileOf(gone.hash));
    const [from, to] = [new ArtifactFiles(place.artifacts), new ArtifactFiles(join(dirname(file), "copy"))];
    expect(await copyArtifact(sound.hash, from, to)).toBe(20);
    expect(await copyArtifact(changed.hash, from, to)).toEqual({ hash: changed.hash, fault: "damaged" });
    expect(await copyArtifact(gone.hash, from, to)).toEqual({ hash: gone.hash, fault: "missing" });
    expect(await copyArtifact("no hash", from, to)).toEqual({ hash: "no hash", fault: "missing" });
    expect(await to.locate(changed.hash)).toBeUndefined();
  });
});
