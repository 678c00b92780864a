/**
 * An analysis from start to end, in numbered phases: collect, concepts, edges, graphs. Each phase leaves its results in
 * the folder, so that a run that was interrupted anywhere goes on there.
 */
import { readFile } from "node:fs/promises";
import { type AnalysisDocument, GipfelError } from "@gipfel/contracts";
import { AnalysisRun } from "./analysis-run.js";
import { AnalysisFolder } from "./files/analysis-folder.js";
import { vanishedFile } from "./files/vanished-file.js";
import { writeWhole } from "./files/write-whole.js";
import type { AnalysisPhase, RunContext } from "./ports.js";
import type { PreparedAnalysis } from "./prepare.js";

/** Seconds of each phase, as `timings.json` keeps them. */
export interface Timings {
  readonly key: string;
  readonly seconds: Readonly<Record<AnalysisPhase, number>>;
  readonly images: number;
}

export interface AnalysisResult {
  readonly document: AnalysisDocument;
  readonly timings: Timings;
}

/**
 * Whether {@link runAnalysis} could write there, to be asked before anything is computed.
 *
 * @throws GipfelError OUTPUT_OCCUPIED
 */
export async function checkOutput({ key }: PreparedAnalysis, out: string, resume: boolean): Promise<void> {
  await new AnalysisFolder(out).state(key, resume);
}

export async function runAnalysis(
  prepared: PreparedAnalysis,
  out: string,
  resume: boolean,
  context: RunContext = {},
): Promise<AnalysisResult> {
  const folder = new AnalysisFolder(out);
  if ((await folder.state(prepared.key, resume)) === "finished") {
    await folder.finish();
    return readFinished(folder);
  }
  const shards = prepared.classes.flatMap((analysed) => analysed.shards);
  const run = new AnalysisRun(prepared, folder);
  const clock = new PhaseClock();
  try {
    await folder.claim(prepared.key);
    await clock.time("baseline", () => run.baselines(context));
    await clock.time("prepare", () => run.tryPaths(context));
    await clock.time("collect", () => run.collect(shards, context));
    await clock.time("concepts", () => run.concepts(context));
    await clock.time("edges", () => run.edges(shards, context));
    const document = await clock.time("graphs", () => run.graphs(context));
    await clock.time("visualize", () => run.pictures(context));
    const images = document.classes.reduce((sum, { images }) => sum + images, 0);
    const timings: Timings = { key: prepared.key, seconds: clock.seconds, images };
    await writeWhole(folder.timings, `${JSON.stringify(timings, null, 1)}\n`);
    await folder.finish();
    return { document, timings };
  } catch (error) {
    if (error instanceof GipfelError && error.code === "DATASET_EMPTY") await folder.discard();
    throw vanishedFile(error) ?? error;
  } finally {
    await run.dispose();
  }
}

async function readFinished(folder: AnalysisFolder): Promise<AnalysisResult> {
  return {
    document: JSON.parse(await readFile(folder.analysis, "utf8")) as AnalysisDocument,
    timings: JSON.parse(await readFile(folder.timings, "utf8")) as Timings,
  };
}

class PhaseClock {
  readonly seconds: Record<AnalysisPhase, number> = {
    prepare: 0,
    baseline: 0,
    collect: 0,
    concepts: 0,
    edges: 0,
    graphs: 0,
    visualize: 0,
  };

  async time<T>(phase: AnalysisPhase, action: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await action();
    } finally {
      this.seconds[phase] += (performance.now() - start) / 1000;
    }
  }
}
