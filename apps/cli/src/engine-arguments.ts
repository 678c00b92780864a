/** The options that say what computes, and how much at a time. */
import { defaultOptions } from "@gipfel/pipeline";
import type { Command } from "commander";
import { defaultThreads } from "./environment.js";
import { number } from "./parse-text.js";

export interface EngineArguments {
  readonly batch: number;
  readonly threads: number;
  readonly device: string;
  readonly engine: string;
}

export function withEngineOptions(command: Command): Command {
  return command
    .option("--batch <n>", "images per run of the engine", number, defaultOptions.batch)
    .option("--threads <n>", "threads of the engine", number, defaultThreads)
    .option("--device <device>", "cpu, cuda or webgpu", defaultOptions.device)
    .option("--engine <name>", "onnxruntime", defaultOptions.engine);
}
