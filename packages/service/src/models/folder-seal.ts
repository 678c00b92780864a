/** Whether a folder that was unpacked from an archive still holds what it held then. */
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { hashOfFile } from "@gipfel/store";

export interface FolderSeal {
  /** Where it is kept, outside of the folder. */
  readonly file: string;
  /** Of the archive. */
  readonly hash: string;
}

export async function sealFolder(folder: string, { file, hash }: FolderSeal): Promise<void> {
  await writeFile(file, `${hash} ${await digestOf(folder)}\n`);
}

/** Whether the folder is that of the archive, unchanged. */
export async function sealOf(folder: string, { file, hash }: FolderSeal): Promise<boolean> {
  const kept = await readFile(file, "utf8").catch(() => "");
  return kept.trim() === `${hash} ${await digestOf(folder)}`;
}

/** SHA-256 over the paths of all files and their hashes. */
async function digestOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const digest = createHash("sha256");
  for (const file of files.sort()) {
    const path = relative(folder, file).split(sep).join("/");
    digest.update(`${JSON.stringify(path)} ${await hashOfFile(file)}\n`);
  }
  return digest.digest("hex");
}
