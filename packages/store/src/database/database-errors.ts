/** Errors of databases, told in the words of the catalogue. What is a fault of the program passes unchanged. */
import { GipfelError } from "@gipfel/contracts";

/** A change that would leave a reference to something that does not exist. */
export class BrokenReference extends GipfelError {
  constructor(cause: unknown) {
    super("STORAGE_FAILED", "the change refers to something that does not exist, or removes what is referred to", {
      cause,
    });
  }
}

export const unavailable = (detail: string, cause: unknown) =>
  new GipfelError("STORE_UNAVAILABLE", `the database cannot be used now: ${detail}`, { cause });
export const failed = (detail: string, cause: unknown) =>
  new GipfelError("STORAGE_FAILED", `the database failed: ${detail}`, { cause });

export const corrupt = (detail: string, cause: unknown) =>
  new GipfelError("STORE_CORRUPT", `the database is damaged: ${detail}; bring it back from a backup`, { cause });

/** The code that the database or the operating system gave an error, empty where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
