/** A store as it lies there, for backups and checks: nothing is brought up to date, marked or repaired. */
import { existsSync } from "node:fs";
import { GipfelError } from "@gipfel/contracts";
import { type Kysely, sql } from "kysely";
import { referenceColumns } from "../artifacts/references.js";
import { connect, sqliteFile } from "../database/connect.js";
import { requireCurrent } from "../database/migrate.js";
import { silentLogger } from "../logger.js";
import type { Database } from "../records/tables.js";
import { type RecordTable, recordTables } from "./record-table.js";

/** Rows that are looked at in one turn. */
const pageRows = 500;

export interface DamagedRow {
  /** The record, as messages name it. */
  readonly record: string;
  readonly reason: string;
  /** Whether users can delete the record by itself. */
  readonly isDeletable: boolean;
}

export class StoreReader {
  private constructor(
    private readonly db: Kysely<Database>,
    private readonly isFile: boolean,
  ) {}

  /**
   * @param url as of `openStore`; the store may be in use
   * @throws GipfelError STATE_UNUSABLE where there is no database, or one of another version; STORE_UNAVAILABLE
   */
  static async open(url: string): Promise<StoreReader> {
    const file = sqliteFile(url);
    if (file !== undefined && !existsSync(file)) {
      throw new GipfelError("STATE_UNUSABLE", `invalid state: expected a database at ${file}, got none`);
    }
    const { db } = await connect({ url, checkpoints: false, isReadOnly: true, logger: silentLogger });
    const reader = new StoreReader(db, file !== undefined);
    try {
      await requireCurrent(db);
    } catch (error) {
      await reader.close();
      throw error;
    }
    return reader;
  }

  /** The id that it shares with its artifact folder. */
  async id(): Promise<string> {
    return (await this.db.selectFrom("identities").select("id").executeTakeFirstOrThrow()).id;
  }

  /** Hashes of all artifacts that records refer to, sorted. */
  async referenced(): Promise<string[]> {
    const hashes = new Set<string>();
    for (const { table, column } of referenceColumns) {
      const { rows } = await sql<{ hash: string }>`
        select distinct ${sql.ref(column)} as hash from ${sql.table(table)} where ${sql.ref(column)} is not null
      `.execute(this.db);
      for (const { hash } of rows) hashes.add(hash);
    }
    return [...hashes].sort();
  }

  /** Hashes of artifacts that are known and were not deleted on request, such as uploads that wait for their use. */
  async kept(): Promise<string[]> {
    const rows = await this.db.selectFrom("artifacts").select("hash").where("releasedAt", "is", null).execute();
    return rows.map(({ hash }) => hash);
  }

  /** Hashes of all artifacts that are known, whatever becomes of them. */
  async known(): Promise<Set<string>> {
    return new Set((await this.db.selectFrom("artifacts").select("hash").execute()).map(({ hash }) => hash));
  }

  async knows(hash: string): Promise<boolean> {
    const row = await this.db.selectFrom("artifacts").select("hash").where("hash", "=", hash).executeTakeFirst();
    return row !== undefined;
  }

  /** Records that refer to an artifact now, as messages name them. */
  async ownersOf(hash: string): Promise<string[]> {
    const owners: string[] = [];
    for (const { table, column, owner } of referenceColumns) {
      const { rows } = await sql<{ owner: string }>`
        select ${owner} from ${sql.table(table)} where ${sql.ref(column)} = ${hash}
      `.execute(this.db);
      owners.push(...rows.map((row) => row.owner));
    }
    return owners;
  }

  async *damagedRows(): AsyncGenerator<DamagedRow> {
    for (const table of recordTables) {
      for (let offset = 0; ; offset += pageRows) {
        const rows = await this.#page(table, offset);
        for (const row of rows) {
          const reason = whyDamaged(table, row);
          if (reason === undefined) continue;
          const record = `${table.title} ${table.key.map((key) => String(row[key])).join(" ")}`;
          yield { record, reason, isDeletable: table.isDeletable ?? false };
        }
        if (rows.length < pageRows) break;
      }
    }
  }

  /** What a SQLite file finds wrong with itself; nothing of a server, which looks after its own files. */
  async brokenPages(): Promise<string[]> {
    if (!this.isFile) return [];
    const { rows } = await sql<{ integrityCheck: string }>`pragma integrity_check(10)`.execute(this.db);
    return rows.map(({ integrityCheck }) => integrityCheck).filter((line) => line !== "ok");
  }

  close(): Promise<void> {
    return this.db.destroy();
  }

  async #page({ table, key }: RecordTable, offset: number): Promise<Readonly<Record<string, unknown>>[]> {
    const order = sql.join(key.map((column) => sql.ref(column)));
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(table)} order by ${order} limit ${pageRows} offset ${offset}
    `.execute(this.db);
    return rows;
  }
}

function whyDamaged({ decode }: RecordTable, row: unknown): string | undefined {
  try {
    decode(row as never);
    return undefined;
  } catch (error) {
    if (!(error instanceof GipfelError)) throw error;
    return error.message;
  }
}
