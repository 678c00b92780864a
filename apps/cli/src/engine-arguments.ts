/** The options that say what computes, and how much at a time. */
import { defaultOptions, type EngineChoice } from "@gipfel/pipeline";
import type { Command } from "commander";
import { defaultThreads } from "./environment.js";
import { number } from "./parse-text.js";

export interface EngineArguments extends EngineChoice {
  readonly batch: number;
  readonly threads: number;
}

export function withEngineChoice(command: Command): Command {
  return command
    .option("--engine <name>", "onnxruntime or tfjs", defaultOptions.engine)
    .option("--device <device>", "auto, or one that gipfel inspect --engines lists", defaultOptions.device);
}

export function withEngineOptions(command: Command): Command {
  return withEngineChoice(command)
    .option("--batch <n>", "images per run of the engine", number, defaultOptions.batch)
    .option("--threads <n>", "threads of the engine", number, defaultThreads);
}
