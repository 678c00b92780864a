import { backUpState } from "@gipfel/server";
import type { Command } from "commander";
import { callerPath } from "../environment.js";
import { formatBytes } from "../format.js";
import { createSlowBar } from "../slow-bar.js";
import { stateOption, statePlace } from "./state-arguments.js";

interface BackupArguments {
  readonly state?: string;
  readonly dump?: string;
  readonly skipDamaged?: boolean;
}

export function addBackup(program: Command): void {
  program
    .command("backup")
    .description("a copy of all that the service keeps, which may run meanwhile")
    .argument("<folder>", "folder to make; it is complete, or not there")
    .option(...stateOption)
    .option("--dump <file>", "dump of a cluster's database, made by pg_dump just before")
    .option("--skip-damaged", "go on without files that are missing or damaged")
    .action(backUp);
}

async function backUp(folder: string, given: BackupArguments): Promise<void> {
  const { dump, skipDamaged: skipsDamaged = false } = given;
  const target = callerPath(folder);
  const bar = createSlowBar("Copying", "files");
  const options = { ...statePlace(given), skipsDamaged, ...(dump !== undefined && { dump: callerPath(dump) }) };
  const { artifacts, bytes, skipped } = await backUpState(target, { ...options, onProgress: bar.update }).finally(
    bar.stop,
  );
  if (skipped.length > 0) process.stderr.write(`without ${skipped.length} files that are missing or damaged\n`);
  process.stdout.write(`${target}: database, ${artifacts} files, ${formatBytes(bytes)}\n`);
}
