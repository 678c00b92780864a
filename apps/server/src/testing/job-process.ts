import { fileURLToPath } from "node:url";

/** Job processes as they are built: Vitest brings the build up to date before any test. */
export const testJobProcess = {
  file: fileURLToPath(new URL("../../../../packages/service/dist/process/job-main.js", import.meta.url)),
  execArgv: [],
};
