/** Kysely's dialect for SQLite over libSQL: one connection per store, any number of stores and processes on one file. */
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from "kysely";
import { guard, SqliteFile, type SqliteFileOptions } from "./sqlite-file.js";

export function createSqliteDialect(options: SqliteFileOptions): SqliteDialect {
  return new LibsqlDialect(new SqliteFile(options));
}

class LibsqlDialect extends SqliteDialect {
  constructor(private readonly file: SqliteFile) {
    super({ database: () => file.open() });
  }

  override createDriver(): SqliteDriver {
    return new LibsqlDriver(this.file);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** Has all migrations run in one transaction, which two processes that open the file at once take one after the other. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class LibsqlDriver extends SqliteDriver {
  constructor(private readonly file: SqliteFile) {
    super({ database: () => file.open() });
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new LibsqlConnection(await super.acquireConnection(), this.file);
  }

  override beginTransaction(): Promise<void> {
    return this.file.begin();
  }

  override commitTransaction(): Promise<void> {
    return this.file.commit();
  }

  override rollbackTransaction(): Promise<void> {
    return this.file.rollback();
  }

  /** Once what runs has ended; what has been asked for since is refused. */
  override async destroy(): Promise<void> {
    await super.acquireConnection();
    await this.file.close();
    await super.releaseConnection();
  }
}

class LibsqlConnection implements DatabaseConnection {
  constructor(
    private readonly inner: DatabaseConnection,
    private readonly file: SqliteFile,
  ) {}

  /** A write outside a transaction gets one, so that waiting for the lock is always the matter of `begin`. */
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    // libSQL answers at once, so a loop over queries would let nothing else have its turn, not even the finalizers of
    // its statements, which would fill the memory.
    await nextTurn();
    this.file.demandOpen();
    const run = () => guard(async () => this.inner.executeQuery<Row>(query));
    if (this.file.isReadOnly || this.file.isInTransaction || SelectQueryNode.is(query.query)) return run();
    await this.file.begin();
    try {
      const result = await run();
      await this.file.commit();
      return result;
    } catch (error) {
      await this.file.rollback();
      throw error;
    }
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<Row>> {
    this.file.demandOpen();
    return this.inner.streamQuery(query, chunkSize);
  }
}
