import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { GipfelError } from "@gipfel/contracts";
import { CamelCasePlugin, Kysely } from "kysely";
import type { StoreLogger } from "../logger.js";
import type { Database } from "../records/tables.js";

export type DialectName = "sqlite" | "postgres";

const memory = ":memory:";

export interface ConnectOptions {
  /** `file:/path/store.db`, `:memory:`, or `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Whether to checkpoint a file of SQLite. */
  readonly checkpoints: boolean;
  /** Whether to open a file of SQLite for reading alone. */
  readonly isReadOnly?: boolean;
  readonly logger: StoreLogger;
}

export interface Connection {
  readonly dialect: DialectName;
  readonly db: Kysely<Database>;
}

/**
 * Loads the client of the database that the address names, and not that of the other.
 *
 * @throws GipfelError OPTION_INVALID. Whether the database is there shows with the first statement.
 */
export async function connect({ url, checkpoints, isReadOnly = false, logger }: ConnectOptions): Promise<Connection> {
  // Columns are snake_case in the database, as those who look into it expect.
  const plugins = [new CamelCasePlugin()];
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { createPostgresDialect } = await import("./postgres-dialect.js");
    return { dialect: "postgres", db: new Kysely({ dialect: createPostgresDialect(url, logger), plugins }) };
  }
  const path = sqlitePath(url);
  const { createSqliteDialect } = await import("./sqlite-dialect.js");
  return {
    dialect: "sqlite",
    db: new Kysely({ dialect: createSqliteDialect({ path, checkpoints, isReadOnly, logger }), plugins }),
  };
}

/** Path of a database that is a SQLite file; undefined for others and for one in memory. */
export function sqliteFile(url: string): string | undefined {
  return url === memory || !url.startsWith("file:") ? undefined : sqlitePath(url);
}

function sqlitePath(url: string): string {
  if (url === memory) return url;
  if (url.startsWith("file://")) return fileURLToPath(url);
  if (url.startsWith("file:") && url.length > "file:".length) return resolve(url.slice("file:".length));
  // The address may hold a password, so only its beginning is repeated.
  const scheme = /^[a-z]+:/i.exec(url)?.[0] ?? "no scheme";
  throw new GipfelError("OPTION_INVALID", `a store's address begins with file: or postgres://, got ${scheme}`);
}
