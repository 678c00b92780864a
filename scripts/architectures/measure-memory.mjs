/** Preloaded into the command line: writes its peak resident memory in bytes to the file that MEMORY_FILE names. */
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const file = process.env.MEMORY_FILE;
if (isMainThread && file) {
  process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)));
}
