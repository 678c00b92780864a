import Libsql from "libsql";
import { isBusy, translateSqliteError } from "./sqlite-errors.js";

export interface FileLock {
  release(): void;
}

/**
 * Locks a file against all other processes, by the lock of an empty SQLite database: the operating system gives it up
 * when the process ends, however that happens.
 *
 * @returns undefined where another has it, in this process or in another
 * @throws GipfelError STORAGE_FAILED, STORE_UNAVAILABLE
 */
export function lockFile(path: string): FileLock | undefined {
  let database: Libsql.Database | undefined;
  try {
    database = new Libsql(path, { timeout: 0 });
    const opened = database;
    opened.exec("pragma locking_mode = exclusive; begin exclusive");
    return { release: () => opened.close() };
  } catch (error) {
    database?.close();
    if (isBusy(error)) return undefined;
    throw translateSqliteError(error);
  }
}
