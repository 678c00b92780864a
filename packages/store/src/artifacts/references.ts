import { type AliasedRawBuilder, type ExpressionBuilder, sql } from "kysely";
import type { Database } from "../records/tables.js";

export interface ReferenceColumn {
  readonly table: "models" | "datasets" | "shards" | "analysisFiles" | "viewFiles" | "explanationImages" | "studies";
  readonly column: "hash" | "picture" | "map" | "result";
  /** The record that refers, as messages name it. */
  readonly owner: AliasedRawBuilder<string, "owner">;
}

/**
 * Every column that refers to artifacts: what sweeps spare, backups copy and checks look for. One that is forgotten makes
 * sweeps fail, not lose anything.
 */
export const referenceColumns: readonly ReferenceColumn[] = [
  { table: "models", column: "hash", owner: sql<string>`'model ' || name || ' (' || id || ')'`.as("owner") },
  { table: "datasets", column: "hash", owner: sql<string>`'data set ' || name || ' (' || id || ')'`.as("owner") },
  { table: "shards", column: "hash", owner: sql<string>`phase || ' of analysis ' || analysis_id`.as("owner") },
  { table: "analysisFiles", column: "hash", owner: sql<string>`path || ' of analysis ' || owner_id`.as("owner") },
  { table: "viewFiles", column: "hash", owner: sql<string>`path || ' of view ' || owner_id`.as("owner") },
  {
    table: "explanationImages",
    column: "picture",
    owner: sql<string>`'picture of explanation ' || explanation_id`.as("owner"),
  },
  {
    table: "explanationImages",
    column: "map",
    owner: sql<string>`'map of explanation ' || explanation_id`.as("owner"),
  },
  { table: "studies", column: "result", owner: sql<string>`'result of study ' || id`.as("owner") },
];

export function isUnreferenced(artifact: ExpressionBuilder<Database, "artifacts">) {
  return artifact.and(
    referenceColumns.map(({ table, column }) => {
      const refers = sql`select 1 from ${sql.table(table)} where ${sql.ref(`${table}.${column}`)} = artifacts.hash`;
      return artifact.not(artifact.exists(sql`(${refers})`));
    }),
  );
}
