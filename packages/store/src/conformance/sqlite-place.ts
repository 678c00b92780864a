import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Libsql from "libsql";
import { openStore, type Store } from "../index.js";
import type { StorePlace } from "./place.js";

export async function makeSqlitePlace(): Promise<StorePlace> {
  const folder = await mkdtemp(join(tmpdir(), "gipfel-store-"));
  const file = join(folder, "below", "store.db");
  const url = `file:${file}`;
  const artifacts = join(folder, "artifacts");
  const stores = new Set<Store>();
  return {
    url,
    artifacts,
    async open(options) {
      const store = await openStore({ url, artifacts, ...options });
      stores.add(store);
      return store;
    },
    async check() {
      const database = new Libsql(file);
      const problems = [
        ...database
          .prepare("pragma integrity_check")
          .all()
          .map((row) => Object.values(row as object)[0]),
        ...database.prepare("pragma foreign_key_check").all(),
      ];
      database.close();
      if (problems.length !== 1 || problems[0] !== "ok") throw new Error(`damaged: ${JSON.stringify(problems)}`);
    },
    async remove() {
      for (const store of stores) await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
