/** A SQLite file through libSQL, opened when it is first needed. */
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { GipfelError, messageOf } from "@gipfel/contracts";
import Libsql from "libsql";
import type { StoreLogger } from "../logger.js";
import { SqliteCheckpointer } from "./sqlite-checkpointer.js";
import { isBusy, translateSqliteError } from "./sqlite-errors.js";

/** Milliseconds to wait for others to let go of the file. Transactions take a few, so more than this means trouble. */
const patience = 20_000;

const memory = ":memory:";

export interface SqliteFileOptions {
  /** Of the file, or `:memory:`. */
  readonly path: string;
  /** Whether to checkpoint the file, which one of those who open it has to. */
  readonly checkpoints: boolean;
  /** Whether nothing is to be written, the file itself included. */
  readonly isReadOnly?: boolean;
  readonly logger: StoreLogger;
}

export class SqliteFile {
  #database: Libsql.Database | undefined;
  #checkpointer: SqliteCheckpointer | undefined;
  #isClosed = false;

  constructor(private readonly options: SqliteFileOptions) {}

  /** @throws GipfelError STORE_UNAVAILABLE once it is closed. */
  async open(): Promise<Libsql.Database> {
    const { path, checkpoints, logger } = this.options;
    this.demandOpen();
    if (!this.#database) {
      this.#database = await guard(() => (this.isReadOnly ? openForReading(path) : openDatabase(path)));
      if (checkpoints && path !== memory) this.#checkpointer = new SqliteCheckpointer(path, logger);
    }
    return this.#database;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#database?.close();
    await this.#checkpointer?.end();
  }

  /** Whatever is asked of a database that is closed, libSQL answers by ending the process. */
  demandOpen(): void {
    if (this.#isClosed) throw new GipfelError("STORE_UNAVAILABLE", "the database is closed: this process is ending");
  }

  get isReadOnly(): boolean {
    return this.options.isReadOnly ?? false;
  }

  get isInTransaction(): boolean {
    return !this.#isClosed && (this.#database?.inTransaction ?? false);
  }

  /**
   * Takes the lock for writing at once: a transaction that reads first and then has to wait for it would fail.
   *
   * By `exec`, which closes its statement. A prepared statement of libSQL that finds the file locked stays half done until
   * it is collected as garbage, and so long no later write is committed, though it returns as if it were.
   */
  async begin(): Promise<void> {
    const database = await this.open();
    await guard(() => database.exec("begin immediate"));
  }

  async commit(): Promise<void> {
    const database = await this.open();
    await guard(() => database.exec("commit"));
  }

  async rollback(): Promise<void> {
    // Some errors end the transaction by themselves.
    if (!this.isInTransaction) return;
    const database = await this.open();
    await guard(() => database.exec("rollback"));
  }
}

function openDatabase(path: string): Libsql.Database {
  let database: Libsql.Database;
  try {
    if (path !== memory) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      // SQLite gives its other files the mode of this one.
      closeSync(openSync(path, "a", 0o600));
    }
    database = new Libsql(path);
  } catch (cause) {
    throw notOpened(path, cause);
  }
  try {
    // Readers do not wait for a writer, and a writer does not wait for the disk: that is left to the checkpointer. What is
    // committed outlives the process; a loss of power may cost the last transactions, in their order and as wholes.
    database.exec(
      "pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 0; pragma foreign_keys = on",
    );
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function openForReading(path: string): Libsql.Database {
  try {
    return new Libsql(path, { readonly: true });
  } catch (cause) {
    throw notOpened(path, cause);
  }
}

function notOpened(path: string, cause: unknown): GipfelError {
  return new GipfelError("STORE_UNAVAILABLE", `the database ${path} cannot be opened: ${messageOf(cause)}`, { cause });
}

/**
 * Runs what another connection's lock may keep from happening, again and again. libSQL's own timeout would sleep inside
 * the call, and with it the event loop, which the holder of the lock may be waiting for.
 */
export async function guard<T>(operation: () => T | Promise<T>): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw translateSqliteError(error);
      await delay(1 + Math.random() * 9);
    }
  }
}
