#!/usr/bin/env node
import { GipfelError, messageOf } from "@gipfel/contracts";
import { version } from "@gipfel/pipeline";
import { Command, CommanderError } from "commander";
import { addAnalyze } from "./commands/analyze.js";
import { addBackup } from "./commands/backup.js";
import { addBench } from "./commands/bench.js";
import { addCheck } from "./commands/check.js";
import { addDemo } from "./commands/demo.js";
import { addEvaluate } from "./commands/evaluate.js";
import { addExplain } from "./commands/explain.js";
import { addExport } from "./commands/export.js";
import { addInspect } from "./commands/inspect.js";
import { addRestore } from "./commands/restore.js";
import { addServe } from "./commands/serve.js";
import { addToken } from "./commands/token.js";
import { addVisualize } from "./commands/visualize.js";
import { debugging } from "./environment.js";
import { ownWords } from "./own-words.js";

const program = new Command("gipfel")
  .description("Attribution graphs: what a CNN does for a whole class")
  .version(version)
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({
    writeOut: (text) => process.stdout.write(ownWords(text)),
    outputError: (text, write) => write(ownWords(text.replace(/^error: /, "gipfel: "))),
  });

for (const add of [
  addDemo,
  addInspect,
  addAnalyze,
  addExplain,
  addVisualize,
  addServe,
  addToken,
  addBackup,
  addRestore,
  addCheck,
  addExport,
  addEvaluate,
  addBench,
])
  add(program);
for (const command of program.commands) command.exitOverride();

/** 0 done; 2 bad input, with one line that says what is wrong; 1 anything else. */
async function main(): Promise<number> {
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const text = messageOf(error).replace(/\s*\n\s*/g, " ");
    process.stderr.write(`gipfel: ${ownWords(text)}\n`);
    if (error instanceof GipfelError) return error.exitCode;
    if (debugging && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return 1;
  }
}

process.exitCode = await main();
