/** Where the time of an analysis goes, on one engine. */
import {
  type AnalysisOptions,
  prepareAnalysis,
  type RunContext,
  runAnalysis,
  type SubjectPaths,
  timePlainInference,
} from "@gipfel/pipeline";
import { formatBytes, formatTable } from "../format.js";

export interface PhaseTimes {
  readonly images: number;
  readonly threads: number;
  readonly inferenceSeconds: number;
  readonly analysisSeconds: number;
  readonly ratioToInference: number;
  readonly secondsPerImage: number;
  readonly peakMemoryBytes: number;
  readonly seconds: Readonly<Record<string, number>>;
}

/** @param out for the results, which nobody needs. */
export async function timePhases(
  paths: SubjectPaths,
  options: AnalysisOptions,
  out: string,
  context: RunContext,
): Promise<PhaseTimes> {
  const start = performance.now();
  const prepared = await prepareAnalysis(paths, options, context);
  const prepareSeconds = (performance.now() - start) / 1000;
  await timePlainInference(prepared, context);
  const inference = await timePlainInference(prepared, context);
  const { timings } = await runAnalysis(prepared, out, false, context);
  const analysis = Object.values(timings.seconds).reduce((sum, seconds) => sum + seconds, 0);
  return {
    images: timings.images,
    threads: options.threads,
    inferenceSeconds: inference,
    analysisSeconds: analysis,
    ratioToInference: analysis / inference,
    secondsPerImage: analysis / timings.images,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    seconds: { ...timings.seconds, prepare: prepareSeconds },
  };
}

export function describePhases(times: PhaseTimes): string {
  const { images, inferenceSeconds } = times;
  const row = (name: string, seconds: number) => [
    name,
    seconds.toFixed(2),
    ((1000 * seconds) / images).toFixed(1),
    (seconds / inferenceSeconds).toFixed(2),
  ];
  const rows = Object.entries(times.seconds)
    .filter(([, seconds]) => seconds >= 0.005)
    .map(([name, seconds]) => row(name, seconds));
  return [
    `${images} images, ${times.threads} threads`,
    formatTable([
      ["", "seconds", "ms/image", "ratio"],
      row("plain inference", inferenceSeconds),
      ...rows,
      row("whole analysis", times.analysisSeconds),
    ]),
    `peak memory ${formatBytes(times.peakMemoryBytes)}`,
    "(plain inference and analysis both decode the images; preparing the model is not part of either)",
  ].join("\n");
}
