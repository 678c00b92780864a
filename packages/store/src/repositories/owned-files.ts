/** Files of analyses and of views: paths that stand for artifacts. */
import { type Context, inChunks } from "../context.js";
import { ownedFileRows, type ResultFile } from "../records/result-file.js";

type FileTable = "analysisFiles" | "viewFiles";

/** Replaces all files of an owner. */
export async function replaceFiles(
  { db }: Context,
  table: FileTable,
  ownerId: string,
  files: readonly ResultFile[],
): Promise<void> {
  await removeFiles({ db }, table, ownerId);
  const rows = files.map(({ path, hash, bytes }) => ownedFileRows.encode({ ownerId, path, hash, bytes }));
  for (const chunk of inChunks(rows)) await db.insertInto(table).values(chunk).execute();
}

export async function removeFiles({ db }: Pick<Context, "db">, table: FileTable, ownerId: string): Promise<void> {
  await db.deleteFrom(table).where("ownerId", "=", ownerId).execute();
}

/** All files of an owner, by path. */
export async function listFiles({ db }: Context, table: FileTable, ownerId: string): Promise<ResultFile[]> {
  const rows = await db.selectFrom(table).selectAll().where("ownerId", "=", ownerId).orderBy("path").execute();
  return rows.map((row) => {
    const { path, hash, bytes } = ownedFileRows.decode(row);
    return { path, hash, bytes };
  });
}

export async function findFile(
  { db }: Context,
  table: FileTable,
  ownerId: string,
  path: string,
): Promise<ResultFile | undefined> {
  const row = await db
    .selectFrom(table)
    .selectAll()
    .where("ownerId", "=", ownerId)
    .where("path", "=", path)
    .executeTakeFirst();
  if (!row) return undefined;
  const { hash, bytes } = ownedFileRows.decode(row);
  return { path, hash, bytes };
}
