import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { availableEngines, type Progress } from "@gipfel/pipeline";
import type { Command } from "commander";
import { type AnalysisArguments, analysisOptions, withAnalysisOptions } from "../analysis-arguments.js";
import { benchSubject } from "../bench/bench-subject.js";
import { compareEngines, describeComparison } from "../bench/compare-engines.js";
import { comparedEngines } from "../bench/engine-list.js";
import { describePhases, timePhases } from "../bench/time-phases.js";
import { interruptible } from "../interruption.js";
import { createReport, type Report } from "../report.js";

interface BenchArguments extends AnalysisArguments {
  readonly json?: boolean;
}

export function addBench(program: Command): void {
  withAnalysisOptions(program.command("bench"), false)
    .description(
      "time of each phase of an analysis, and its ratio to plain inference; with several engines (--engine all, or " +
        "onnxruntime,tfjs:wasm), how fast each is. Without --model and --data: of the demo",
    )
    .option("--json", "one JSON object per line")
    .action(async (given: BenchArguments) => {
      const report = createReport(given.json ?? false);
      try {
        await interruptible((signal) => bench(given, report, signal));
      } finally {
        report.stop();
      }
    });
}

async function bench(given: BenchArguments, report: Report, signal: AbortSignal): Promise<void> {
  const context = {
    signal,
    onProgress: (progress: Progress) => report.progress(progress),
    onNotice: (text: string) => report.notice(text),
  };
  const choices = comparedEngines(given.engine, given.device, await availableEngines());
  const folder = await mkdtemp(join(tmpdir(), "gipfel-bench-"));
  try {
    const paths = await benchSubject(given, join(folder, "demo"));
    const options = analysisOptions(given);
    if (choices) {
      const comparison = await compareEngines(paths, options, choices, folder, context);
      report.finish({ ...comparison }, describeComparison(comparison));
    } else {
      const times = await timePhases(paths, options, join(folder, "analysis"), context);
      report.finish({ ...times }, describePhases(times));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
