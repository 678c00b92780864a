import { GipfelError } from "@gipfel/contracts";

/** The error of a file that an analysis wrote and that is gone; undefined for other errors. */
export function vanishedFile(error: unknown): GipfelError | undefined {
  if (!(error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))) {
    return undefined;
  }
  const file = "path" in error && typeof error.path === "string" ? error.path : "a work file";
  return new GipfelError(
    "STORAGE_FAILED",
    `${file} is missing: the folder of the results was deleted or changed while the analysis ran; run it again`,
    { cause: error },
  );
}
