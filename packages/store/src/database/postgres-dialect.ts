/** PostgreSQL through a pool of connections that come back by themselves after the server was away. */
import { messageOf } from "@gipfel/contracts";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import pg from "pg";
import type { StoreLogger } from "../logger.js";
import { translatePostgresError } from "./postgres-errors.js";

const limits = {
  /** Connections of one process. A worker needs one or two, a server one per request in work. */
  max: 10,
  /** Milliseconds until "away": short enough that a request is answered. Also the wait for a free connection. */
  connectionTimeoutMillis: 2_000,
  /** The server gives a statement up; none of ours takes seconds. */
  statement_timeout: 4_000,
  /** The client gives it up, where the server is silent. */
  query_timeout: 4_500,
  /** Frees the locks of a process that stands still or lies behind a broken line. */
  idle_in_transaction_session_timeout: 30_000,
} as const;

export function createPostgresDialect(url: string, logger: StoreLogger): Dialect {
  return {
    createDriver: () => new PoolDriver(url, logger),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
}

class PoolDriver implements Driver {
  readonly #pool: pg.Pool;

  constructor(url: string, logger: StoreLogger) {
    this.#pool = new pg.Pool({
      ...limits,
      connectionString: url,
      application_name: "gipfel",
      keepAlive: true,
      types: { getTypeParser: typeParser },
    });
    const report = (error: Error) => logger.warn({ error: messageOf(error) }, "a database connection was lost");
    // Without listeners the loss of a connection, idle or in use, would end the process.
    this.#pool.on("error", report);
    this.#pool.on("connect", (client) => {
      client.on("error", report);
    });
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    try {
      return new PoolConnection(await this.#pool.connect());
    } catch (error) {
      throw translatePostgresError(error);
    }
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin"));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("commit"));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // One that is broken ends with its transaction; asking a silent server once more would only take time.
    if (connection instanceof PoolConnection && connection.isBroken) return;
    await connection.executeQuery(CompiledQuery.raw("rollback"));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof PoolConnection) connection.release();
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

class PoolConnection implements DatabaseConnection {
  #isBroken = false;

  constructor(private readonly client: pg.PoolClient) {}

  get isBroken(): boolean {
    return this.#isBroken;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      const { rows, rowCount } = await this.client.query(sql, [...parameters]);
      return { rows: rows as Row[], numAffectedRows: BigInt(rowCount ?? 0) };
    } catch (error) {
      // What the server says leaves the connection usable, unless it ends it; anything else may leave half an answer.
      this.#isBroken ||= !(error instanceof pg.DatabaseError) || error.severity === "FATAL";
      throw translatePostgresError(error);
    }
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("the store does not stream rows");
  }

  /** Gives the connection back, or ends it, so that nobody else meets what is wrong with it. */
  release(): void {
    this.client.release(this.#isBroken);
  }
}

/** Counts and byte sizes are 64-bit integers, which the client would give as text. */
function typeParser(oid: number, format?: "text" | "binary") {
  return oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format);
}
