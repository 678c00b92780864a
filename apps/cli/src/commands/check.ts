import { GipfelError } from "@gipfel/contracts";
import { checkState } from "@gipfel/server";
import type { Command } from "commander";
import { createSlowBar } from "../slow-bar.js";
import { stateOption, statePlace } from "./state-arguments.js";

interface CheckArguments {
  readonly state?: string;
  readonly json?: boolean;
}

export function addCheck(program: Command): void {
  program
    .command("check")
    .description("what is missing or damaged in the service's state; reads only, exit code 1 if anything is")
    .option(...stateOption)
    .option("--json", "one JSON object per line")
    .action(check);
}

async function check(given: CheckArguments): Promise<void> {
  const place = statePlace(given);
  const bar = createSlowBar("Checking", "files");
  const findings = [];
  try {
    for await (const finding of checkState({ ...place, onProgress: bar.update })) findings.push(finding);
  } finally {
    bar.stop();
  }
  for (const { kind, subject, problem, remedy } of findings) {
    const line = given.json ? JSON.stringify({ kind, subject, problem, remedy }) : `${subject}: ${problem}; ${remedy}`;
    process.stdout.write(`${line}\n`);
  }
  if (findings.length > 0) {
    throw new GipfelError("STORE_CORRUPT", `${place.state}: ${findings.length} found that should not be`);
  }
  if (!given.json) process.stdout.write(`${place.state}: nothing is missing or damaged\n`);
}
