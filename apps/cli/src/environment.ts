/** What the command line reads from its environment, in one place. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";

/** Paths are relative to the folder the command is called in. */
const callerFolder = process.cwd();

/** A path as the caller wrote it, absolute. */
export function callerPath(path: string): string {
  return resolve(callerFolder, path);
}

export const defaultThreads = availableParallelism();

/** Print the stack of unexpected errors. */
export const debugging = process.env.GIPFEL_DEBUG !== undefined;
