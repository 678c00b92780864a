import { messageOf } from "@gipfel/contracts";
import { BrokenReference, codeOf, corrupt, failed, unavailable } from "./database-errors.js";

/** Whether another connection holds the lock that was wanted. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));
}

export function translateSqliteError(error: unknown): unknown {
  const code = codeOf(error);
  const message = messageOf(error);
  if (code.startsWith("SQLITE_CONSTRAINT") && message.includes("FOREIGN KEY")) return new BrokenReference(error);
  if (isBusy(error) || code === "SQLITE_CANTOPEN") return unavailable(message, error);
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return corrupt(message, error);
  if (/^SQLITE_(FULL|IOERR|READONLY)/.test(code)) return failed(message, error);
  return error;
}
