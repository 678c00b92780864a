import type { ExpressionBuilder } from "kysely";
import { type Context, inTransaction } from "../context.js";
import type { Database } from "../records/tables.js";
import type { ArtifactFiles } from "./artifact-files.js";

/** Artifacts of one transaction, short enough that others hardly wait for its locks. */
const atOnce = 100;

/** Gives a row to files that have none, as after the database was set back to a backup, so that they can be swept. */
export async function adoptStrays({ db }: Context, files: ArtifactFiles): Promise<void> {
  for await (const hashes of files.list()) {
    if (hashes.length === 0) continue;
    const prefix = hashes[0].slice(0, 2);
    const known = await db.selectFrom("artifacts").select("hash").where("hash", "like", `${prefix}%`).execute();
    const rows = new Set(known.map(({ hash }) => hash));
    for (const hash of hashes.filter((name) => !rows.has(name))) {
      const found = await files.stat(hash);
      if (!found) continue;
      await db
        .insertInto("artifacts")
        .values({ hash, bytes: found.bytes, writtenAt: found.writtenAt.toISOString() })
        .onConflict((conflict) => conflict.column("hash").doNothing())
        .execute();
    }
  }
}

/** @param before artifacts written later stay. */
export async function sweepUnreferenced(
  context: Context,
  files: ArtifactFiles,
  before: string,
): Promise<{ artifacts: number; bytes: number }> {
  const total = { artifacts: 0, bytes: 0 };
  for (;;) {
    const { found, swept } = await inTransaction(context, async (inside) => {
      const candidates = await lockCandidates(inside, before);
      const removed = candidates.length > 0 ? await removeUnreferenced(inside, candidates) : [];
      // Before the transaction ends: who puts the same content now waits for the row, and then writes the file anew.
      for (const { hash } of removed) await files.remove(hash);
      return { found: candidates.length, swept: removed };
    });
    total.artifacts += swept.length;
    total.bytes += swept.reduce((sum, { bytes }) => sum + bytes, 0);
    if (found < atOnce || swept.length === 0) return total;
  }
}

/** Locks rows that may go; from then on nothing new can refer to them. Those that are being referred to are skipped. */
async function lockCandidates({ db, dialect }: Context, before: string): Promise<string[]> {
  const rows = await db
    .selectFrom("artifacts")
    .select("hash")
    .where("writtenAt", "<=", before)
    .where(isUnreferenced)
    .limit(atOnce)
    .$if(dialect === "postgres", (query) => query.forUpdate().skipLocked())
    .execute();
  return rows.map(({ hash }) => hash);
}

async function removeUnreferenced({ db }: Context, hashes: string[]): Promise<{ hash: string; bytes: number }[]> {
  return (
    db
      .deleteFrom("artifacts")
      .where("hash", "in", hashes)
      // Once more: what was referred to just before the rows were locked shows only now.
      .where(isUnreferenced)
      .returning(["hash", "bytes"])
      .execute()
  );
}

/** Every column that refers to artifacts stands here; one that is forgotten makes sweeps fail, not lose anything. */
function isUnreferenced(artifact: ExpressionBuilder<Database, "artifacts">) {
  const references = [
    artifact.selectFrom("models").select("hash").whereRef("models.hash", "=", "artifacts.hash"),
    artifact.selectFrom("datasets").select("hash").whereRef("datasets.hash", "=", "artifacts.hash"),
    artifact.selectFrom("shards").select("hash").whereRef("shards.hash", "=", "artifacts.hash"),
    artifact.selectFrom("analysisFiles").select("hash").whereRef("analysisFiles.hash", "=", "artifacts.hash"),
    artifact.selectFrom("viewFiles").select("hash").whereRef("viewFiles.hash", "=", "artifacts.hash"),
    artifact.selectFrom("explanationImages").select("picture").whereRef("picture", "=", "artifacts.hash"),
    artifact.selectFrom("explanationImages").select("map").whereRef("map", "=", "artifacts.hash"),
    artifact.selectFrom("studies").select("result").whereRef("result", "=", "artifacts.hash"),
  ];
  return artifact.and(references.map((reference) => artifact.not(artifact.exists(reference))));
}
