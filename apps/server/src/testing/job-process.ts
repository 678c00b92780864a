import { join } from "node:path";
import { fileURLToPath } from "node:url";

const service = fileURLToPath(new URL("../../../../packages/service/src", import.meta.url));

/** Job processes that run the sources, as the tests do. */
export const sourceJobProcess = {
  file: join(service, "process", "job-main.ts"),
  execArgv: ["--import", join(service, "testing", "typescript-hooks.mjs"), "--conditions", "source"],
};
