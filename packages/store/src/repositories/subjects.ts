import { GipfelError } from "@gipfel/contracts";
import type { Context } from "../context.js";

const subjects = {
  models: { code: "MODEL_NOT_FOUND", title: "model" },
  datasets: { code: "DATASET_NOT_FOUND", title: "data set" },
  analyses: { code: "GRAPH_NOT_FOUND", title: "analysis" },
} as const;

/**
 * Makes sure that what a new record refers to exists, and stays until the transaction ends.
 *
 * @throws GipfelError MODEL_NOT_FOUND, DATASET_NOT_FOUND, GRAPH_NOT_FOUND
 */
export async function demandSubject(
  { db, dialect }: Context,
  table: keyof typeof subjects,
  id: string | null,
): Promise<void> {
  if (id === null) return;
  const found = await db
    .selectFrom(table)
    .select("id")
    .where("id", "=", id)
    .$if(dialect === "postgres", (query) => query.forKeyShare())
    .executeTakeFirst();
  const { code, title } = subjects[table];
  if (!found) throw new GipfelError(code, `there is no ${title} ${id}`);
}
