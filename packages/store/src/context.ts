import { type Kysely, sql } from "kysely";
import type { DialectName } from "./database/connect.js";
import type { Database } from "./records/tables.js";
import { createUuidSource } from "./uuid.js";

/** What repositories work with: a connection or one transaction, and the two ports that are not pure. */
export interface Context {
  readonly db: Kysely<Database>;
  readonly dialect: DialectName;
  /** The time so many seconds from now, as timestamps are stored. */
  now(seconds?: number): string;
  newId(): string;
}

/** @param clock the one source of time of a store. */
export function createContext(db: Kysely<Database>, dialect: DialectName, clock: () => Date): Context {
  return {
    db,
    dialect,
    now: (seconds = 0) => new Date(clock().getTime() + seconds * 1000).toISOString(),
    newId: createUuidSource(clock),
  };
}

/** Runs `work` in one transaction: that of the context where it is in one already. */
export function inTransaction<T>(context: Context, work: (context: Context) => Promise<T>): Promise<T> {
  if (context.db.isTransaction) return work(context);
  return context.db.transaction().execute((db) => work({ ...context, db }));
}

/**
 * Runs `work` in one transaction that no other of the same name overlaps, for decisions about more than one row. In
 * SQLite no two transactions that write overlap anyway.
 */
export function exclusively<T>(context: Context, name: string, work: (context: Context) => Promise<T>): Promise<T> {
  return inTransaction(context, async (inside) => {
    if (inside.dialect === "postgres") {
      await sql`select pg_advisory_xact_lock(hashtext(${`gipfel:${name}`}))`.execute(inside.db);
    }
    return work(inside);
  });
}

/** Rows of one statement: both databases limit its parameters, SQLite to 32,766. */
const rowsAtOnce = 1000;

export function inChunks<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, chunk) =>
    rows.slice(chunk * rowsAtOnce, (chunk + 1) * rowsAtOnce),
  );
}
