import { fileURLToPath } from "node:url";
import type { JobProcessCommand } from "../process/job-process.js";

/** Job processes as they are built: Vitest brings the build up to date before any test. */
export const testJobProcess: JobProcessCommand = {
  file: fileURLToPath(new URL("../../dist/process/job-main.js", import.meta.url)),
  execArgv: [],
};
