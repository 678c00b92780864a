/** The same work on several engines and devices. */
import { join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import {
  type AnalysisOptions,
  type EngineChoice,
  prepareAnalysis,
  type RunContext,
  resolveDevice,
  runAnalysis,
  type Speed,
  type SubjectPaths,
  timeForward,
} from "@gipfel/pipeline";
import { formatTable } from "../format.js";

export interface EngineComparison {
  readonly images: number;
  readonly threads: number;
  readonly batch: number;
  readonly engines: readonly TimedEngine[];
}

export type TimedEngine = EngineChoice &
  (
    | {
        /** With versions. */
        readonly description: string;
        readonly forward: Speed;
        /** All phases, decoding and files included. */
        readonly analysis: Speed;
      }
    | { readonly error: string }
  );

/**
 * @param folder for the results, which nobody needs.
 * @throws GipfelError ENGINE_UNAVAILABLE before anything is timed, and what an analysis throws.
 */
export async function compareEngines(
  paths: SubjectPaths,
  options: AnalysisOptions,
  choices: readonly EngineChoice[],
  folder: string,
  context: RunContext,
): Promise<EngineComparison> {
  const resolved = choices.map((choice) => ({ engine: choice.engine, device: resolveDevice(choice) }));
  let images = 0;
  const engines: TimedEngine[] = [];
  for (const [index, choice] of resolved.entries()) {
    const prepared = await prepareAnalysis(paths, { ...options, ...choice }, context);
    images = prepared.classes.reduce((sum, analysed) => sum + analysed.images, 0);
    try {
      const forward = await timeForward(prepared, context);
      const cpu = process.cpuUsage();
      const { document, timings } = await runAnalysis(prepared, join(folder, String(index)), false, context);
      const seconds = Object.values(timings.seconds).reduce((sum, phase) => sum + phase, 0);
      const { user, system } = process.cpuUsage(cpu);
      const analysis = {
        imagesPerSecond: timings.images / seconds,
        cpuMilliseconds: (user + system) / 1000 / timings.images,
      };
      engines.push({ ...choice, description: document.software.engine, forward, analysis });
    } catch (error) {
      // A device may lack its driver, which shows only when it is used: the others are timed all the same.
      if (!(error instanceof GipfelError && error.code === "ENGINE_FAILED")) throw error;
      engines.push({ ...choice, error: error.message });
    }
  }
  return { images, threads: options.threads, batch: options.batch, engines };
}

export function describeComparison({ images, threads, batch, engines }: EngineComparison): string {
  const timed = engines.filter((engine) => "description" in engine);
  const rows = timed.map(({ description, forward, analysis }) => [
    description,
    forward.imagesPerSecond.toFixed(1),
    forward.cpuMilliseconds.toFixed(1),
    analysis.imagesPerSecond.toFixed(1),
    analysis.cpuMilliseconds.toFixed(1),
  ]);
  const failed = engines.flatMap((engine) =>
    "error" in engine ? [`${engine.engine} ${engine.device} failed: ${engine.error}`] : [],
  );
  return [
    `${images} images, ${batch} at a time, ${threads} thread${threads === 1 ? "" : "s"}`,
    formatTable([["engine", "forward, images/s", "CPU ms/image", "analysis, images/s", "CPU ms/image"], ...rows]),
    ...failed,
    "(forward is the network alone; the analysis decodes, compiles, attributes, clusters and writes)",
  ].join("\n");
}
