import { readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";

/**
 * Reads a file below a folder, or gives null where there is none. A path that leaves the folder, be it by `..` or by a
 * symbolic link, counts as none.
 *
 * @param directory absolute, symbolic links resolved.
 */
export async function readInside(directory: string, ...path: string[]): Promise<Buffer | null> {
  try {
    const file = await realpath(join(directory, ...path));
    return file.startsWith(directory + sep) ? await readFile(file) : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return null;
    throw error;
  }
}
