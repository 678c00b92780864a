import { fileURLToPath } from "node:url";
import type { JobProcessCommand } from "../process/job-process.js";

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Job processes that run the sources, as the tests do. */
export const sourceJobProcess: JobProcessCommand = {
  file: file("../process/job-main.ts"),
  execArgv: ["--import", file("./typescript-hooks.mjs"), "--conditions", "source"],
};
