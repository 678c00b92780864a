import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openStore, type Store } from "../index.js";
import type { StorePlace } from "./place.js";

/**
 * A place with a database of its own on a real server.
 *
 * @param server address of a database on it, for a role that may create databases.
 */
export async function makePostgresPlace(server: string): Promise<StorePlace> {
  const name = `gipfel_test_${randomBytes(6).toString("hex")}`;
  await administer(server, `create database ${name}`);
  const address = new URL(server);
  address.pathname = name;
  const artifacts = await mkdtemp(join(tmpdir(), "gipfel-store-"));
  const stores = new Set<Store>();
  return {
    url: address.href,
    artifacts,
    async open(options) {
      const store = await openStore({ url: address.href, artifacts, ...options });
      stores.add(store);
      return store;
    },
    check: () => administer(address.href, "select 1"),
    async remove() {
      for (const store of stores) await store.close();
      await administer(server, `drop database ${name} with (force)`);
      await rm(artifacts, { recursive: true });
    },
  };
}

export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
