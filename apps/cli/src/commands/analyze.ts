import {
  type AnalysisEstimate,
  type AnalysisOptions,
  checkOutput,
  estimateAnalysis,
  prepareAnalysis,
  runAnalysis,
  type SubjectPaths,
  writeSources,
} from "@gipfel/pipeline";
import type { Command } from "commander";
import { type AnalysisArguments, analysisOptions, withAnalysisOptions } from "../analysis-arguments.js";
import { callerPath } from "../environment.js";
import { formatBytes, formatSeconds } from "../format.js";
import { interruptible } from "../interruption.js";
import { createReport, type Report } from "../report.js";
import { subjectPaths } from "../subject-arguments.js";

interface AnalyzeArguments extends AnalysisArguments {
  readonly out: string;
  readonly resume?: boolean;
  readonly json?: boolean;
}

export function addAnalyze(program: Command): void {
  withAnalysisOptions(program.command("analyze"))
    .description("attribution graphs of a model over a data set, one per class")
    .requiredOption("--out <dir>", "folder for the results")
    .option("--resume", "go on with an unfinished analysis in that folder")
    .option("--json", "one JSON object per line")
    .action(async (given: AnalyzeArguments) => {
      const report = createReport(given.json ?? false);
      try {
        const request = {
          paths: subjectPaths(given),
          options: analysisOptions(given),
          out: callerPath(given.out),
          resume: given.resume ?? false,
        };
        await interruptible((signal) => analyze(request, report, signal));
      } finally {
        report.stop();
      }
    });
}

export interface AnalyzeRequest {
  readonly paths: SubjectPaths;
  readonly options: AnalysisOptions;
  /** Absolute. */
  readonly out: string;
  readonly resume: boolean;
}

/** A share of the time that is worth a word, of all of it. */
const largePart = 0.3;

function describeSeconds({ seconds, mostSeconds, slowest }: AnalysisEstimate): string {
  const most = mostSeconds > 1.5 * seconds ? ` (${formatSeconds(mostSeconds)} where paths need every point)` : "";
  const part = slowest && slowest.seconds > largePart * seconds ? slowest : null;
  const long = part ? `, ${formatSeconds(part.seconds)} of it for the segment into ${part.layer}: ${part.reason}` : "";
  return `${formatSeconds(seconds)}${most}${long}`;
}

export async function analyze(
  { paths, options, out, resume }: AnalyzeRequest,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const context = {
    signal,
    onProgress: report.progress.bind(report),
    onNotice: report.notice.bind(report),
  };
  const prepared = await prepareAnalysis(paths, options, context);
  await checkOutput(prepared, out, resume);
  const estimate = await estimateAnalysis(prepared);
  const { images, passes, diskBytes } = estimate;
  report.announce(
    { phase: "prepare", ...estimate, classes: prepared.classes.length },
    `${images} images of ${prepared.classes.length} classes, ${passes} pass${passes === 1 ? "" : "es"}, about ${formatBytes(diskBytes)} on disk and ${describeSeconds(estimate)}`,
  );
  const { document, timings } = await runAnalysis(prepared, out, resume, context);
  await writeSources(out, prepared, paths);
  const total = Object.values(timings.seconds).reduce((sum, phase) => sum + phase, 0);
  const skipped = document.skippedImages.length;
  const summary = {
    out,
    classes: document.classes,
    images: timings.images,
    skipped,
    skippedImages: document.skippedImages,
    warnings: document.warnings,
    seconds: total,
    phases: timings.seconds,
    segments: document.segments,
  };
  const lines = [
    ...document.warnings.flatMap((warning) => (prepared.notices.includes(warning) ? [] : [`note: ${warning}`])),
    ...(skipped > 0 ? [`${skipped} image${skipped === 1 ? "" : "s"} skipped, named in analysis.json`] : []),
    `${document.classes.length} graphs of ${timings.images} images in ${out} (${formatSeconds(total)})`,
    `see them: gipfel serve ${out}`,
  ];
  report.finish(summary, lines.join("\n"));
}
