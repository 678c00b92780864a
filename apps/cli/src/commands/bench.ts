import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Progress, prepareAnalysis, runAnalysis, timePlainInference } from "@gipfel/pipeline";
import type { Command } from "commander";
import { type AnalysisArguments, analysisOptions, withAnalysisOptions } from "../analysis-arguments.js";
import { formatBytes, formatTable } from "../format.js";
import { interruptible } from "../interruption.js";
import { createReport, type Report } from "../report.js";
import { subjectPaths } from "../subject-arguments.js";

interface BenchArguments extends AnalysisArguments {
  readonly json?: boolean;
}

export function addBench(program: Command): void {
  withAnalysisOptions(program.command("bench"))
    .description("time of each phase of an analysis, and its ratio to plain inference over the same images")
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
  const start = performance.now();
  const prepared = await prepareAnalysis(subjectPaths(given), analysisOptions(given), context);
  const prepareSeconds = (performance.now() - start) / 1000;
  await timePlainInference(prepared, context);
  const inference = await timePlainInference(prepared, context);
  const out = await mkdtemp(join(tmpdir(), "gipfel-bench-"));
  try {
    const { timings } = await runAnalysis(prepared, out, false, context);
    const phases = { ...timings.seconds, prepare: prepareSeconds };
    const analysis = Object.values(timings.seconds).reduce((sum, seconds) => sum + seconds, 0);
    const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
    const ratioToInference = analysis / inference;
    const summary = {
      images: timings.images,
      threads: prepared.options.threads,
      inferenceSeconds: inference,
      analysisSeconds: analysis,
      ratioToInference,
      secondsPerImage: analysis / timings.images,
      peakMemoryBytes,
      seconds: phases,
    };
    report.finish(summary, describe(summary));
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

function describe(summary: {
  images: number;
  threads: number;
  inferenceSeconds: number;
  analysisSeconds: number;
  ratioToInference: number;
  secondsPerImage: number;
  peakMemoryBytes: number;
  seconds: Readonly<Record<string, number>>;
}): string {
  const { images, inferenceSeconds } = summary;
  const row = (name: string, seconds: number) => [
    name,
    seconds.toFixed(2),
    ((1000 * seconds) / images).toFixed(1),
    (seconds / inferenceSeconds).toFixed(2),
  ];
  const rows = Object.entries(summary.seconds)
    .filter(([, seconds]) => seconds >= 0.005)
    .map(([name, seconds]) => row(name, seconds));
  return [
    `${images} images, ${summary.threads} threads`,
    formatTable([
      ["", "seconds", "ms/image", "ratio"],
      row("plain inference", inferenceSeconds),
      ...rows,
      row("whole analysis", summary.analysisSeconds),
    ]),
    `peak memory ${formatBytes(summary.peakMemoryBytes)}`,
    "(plain inference and analysis both decode the images; preparing the model is not part of either)",
  ].join("\n");
}
