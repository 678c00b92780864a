import { restoreState } from "@gipfel/server";
import type { Command } from "commander";
import { callerPath } from "../environment.js";
import { ownWords } from "../own-words.js";
import { createSlowBar } from "../slow-bar.js";
import { stateOption, statePlace } from "./state-arguments.js";

export function addRestore(program: Command): void {
  program
    .command("restore")
    .description("bring a backup back, into an empty state folder")
    .argument("<backup>", "folder of a backup")
    .option(...stateOption)
    .action(restore);
}

async function restore(backup: string, given: { readonly state?: string }): Promise<void> {
  const place = statePlace(given);
  const bar = createSlowBar("Restoring", "files");
  const options = { ...place, onProgress: bar.update };
  const { artifacts, createdAt, skipped } = await restoreState(callerPath(backup), options).finally(bar.stop);
  if (skipped.length > 0) process.stderr.write(`the backup was made without ${skipped.length} damaged files\n`);
  const start = `start it with gipfel serve --state ${place.state}`;
  process.stdout.write(`${ownWords(`${place.state}: ${artifacts} files as of ${createdAt}, verified; ${start}`)}\n`);
}
