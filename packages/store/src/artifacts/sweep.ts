import { type Context, inTransaction } from "../context.js";
import type { ArtifactFiles } from "./artifact-files.js";
import { isUnreferenced } from "./references.js";

/** Artifacts of one transaction, short enough that others hardly wait for its locks. */
const batchSize = 100;

export interface Swept {
  readonly artifacts: number;
  readonly bytes: number;
}

/** Timestamps up to which artifacts that nothing refers to may go. */
export interface SweepLimits {
  /** Written by then; null leaves those alone whose record was not deleted on request. */
  readonly writtenBefore: string | null;
  /** Released by then. */
  readonly releasedBefore: string;
  /** Time of what is moved to the trash; null removes it. */
  readonly trashedAt: Date | null;
}

/**
 * Gives a row to files that have none, as after the database was set back to a backup. They count as written now: a
 * store sweeps only what it has known for its period of grace.
 */
export async function adoptStrays({ db, now }: Context, files: ArtifactFiles): Promise<number> {
  let adopted = 0;
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
        .values({ hash, bytes: found.bytes, writtenAt: now(), releasedAt: null })
        .onConflict((conflict) => conflict.column("hash").doNothing())
        .execute();
      adopted += 1;
    }
  }
  return adopted;
}

/** @returns what was removed since its record was deleted, and what was moved to the trash */
export async function sweepUnreferenced(
  context: Context,
  files: ArtifactFiles,
  limits: SweepLimits,
): Promise<{ removed: Swept; trashed: Swept }> {
  const removed: Unreferenced[] = [];
  const trashed: Unreferenced[] = [];
  for (;;) {
    const { found, swept } = await inTransaction(context, async (inside) => {
      const candidates = await lockCandidates(inside, limits);
      const gone = candidates.length > 0 ? await removeUnreferenced(inside, candidates) : [];
      // Before the transaction ends: who puts the same content now waits for the row, and then writes the file anew.
      for (const one of gone) await discard(files, one, limits.trashedAt);
      return { found: candidates.length, swept: gone };
    });
    for (const one of swept) (one.releasedAt === null ? trashed : removed).push(one);
    if (found < batchSize || swept.length === 0) return { removed: sumOf(removed), trashed: sumOf(trashed) };
  }
}

interface Unreferenced {
  readonly hash: string;
  readonly bytes: number;
  readonly releasedAt: string | null;
}

async function discard(files: ArtifactFiles, { hash, releasedAt }: Unreferenced, trashedAt: Date | null) {
  // A damaged row stands for no file.
  if (!isHash(hash)) return;
  if (releasedAt === null && trashedAt !== null) await files.discardToTrash(hash, trashedAt);
  else await files.remove(hash);
}

export const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text);

function sumOf(artifacts: readonly Unreferenced[]): Swept {
  return { artifacts: artifacts.length, bytes: artifacts.reduce((sum, { bytes }) => sum + Number(bytes), 0) };
}

/** Locks rows that may go; from then on nothing new can refer to them. Those that are being referred to are skipped. */
async function lockCandidates(
  { db, dialect }: Context,
  { writtenBefore, releasedBefore }: SweepLimits,
): Promise<string[]> {
  const rows = await db
    .selectFrom("artifacts")
    .select("hash")
    .where(({ eb, and, or }) =>
      or([
        and([eb("releasedAt", "<=", releasedBefore), eb("writtenAt", "<=", releasedBefore)]),
        ...(writtenBefore === null ? [] : [eb("writtenAt", "<=", writtenBefore)]),
      ]),
    )
    .where(isUnreferenced)
    .limit(batchSize)
    .$if(dialect === "postgres", (query) => query.forUpdate().skipLocked())
    .execute();
  return rows.map(({ hash }) => hash);
}

async function removeUnreferenced({ db }: Context, hashes: string[]): Promise<Unreferenced[]> {
  return (
    db
      .deleteFrom("artifacts")
      .where("hash", "in", hashes)
      // Once more: what was referred to just before the rows were locked shows only now.
      .where(isUnreferenced)
      .returning(["hash", "bytes", "releasedAt"])
      .execute()
  );
}
