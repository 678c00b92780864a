import { messageOf } from "@gipfel/contracts";
import pg from "pg";
import { BrokenReference, codeOf, corrupt, failed, unavailable } from "./database-errors.js";

/**
 * SQLSTATE classes and codes (PostgreSQL's manual, appendix A): 08 connection, 28 authorisation, 3D no such database,
 * 40 given up for another transaction, 53 out of connections or memory, 57 an operator or a time limit intervened,
 * 25P03 idle in a transaction for too long; XX001 and XX002 data or an index that are damaged.
 */
const awayStates = /^(08|28|3D|40|53|57|25P03)/;

export function translatePostgresError(error: unknown): unknown {
  // Anything else that the client throws is about the connection.
  if (!(error instanceof pg.DatabaseError)) return unavailable(messageOf(error), error);
  const state = codeOf(error);
  if (state === "23503" || state === "23001") return new BrokenReference(error);
  if (state === "XX001" || state === "XX002") return corrupt(error.message, error);
  if (state === "53100" || state.startsWith("58") || state.startsWith("XX")) return failed(error.message, error);
  return awayStates.test(state) ? unavailable(error.message, error) : error;
}
