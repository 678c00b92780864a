/**
 * An analysis from start to end, in numbered phases: collect, concepts, edges, graphs. Each phase leaves its results in
 * the folder, so that a run that was interrupted anywhere goes on there.
 */
import { readFile } from "node:fs/promises";
import { type AnalysisDocument, GipfelError } from "@gipfel/contracts";
import { useDecodingThreads } from "@gipfel/dataset";
import { collect } from "./1-collect/collect.js";
import { meanBaselines } from "./1-collect/mean-baselines.js";
import { findLayerConcepts } from "./2-concepts/layer-concepts.js";
import { needsSegmentPass, segmentPass } from "./3-edges/segment-pass.js";
import { writeGraphs } from "./4-graph/write-graphs.js";
import { createEngine } from "./engines.js";
import { AnalysisFolder } from "./files/analysis-folder.js";
import { writeWhole } from "./files/write-whole.js";
import type { Progress, RunContext } from "./ports.js";
import type { PreparedAnalysis } from "./prepare.js";

/** Seconds of each phase, as `timings.json` keeps them. */
export interface Timings {
  readonly key: string;
  readonly seconds: Readonly<Record<Progress["phase"], number>>;
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
  useDecodingThreads(1);
  const { options } = prepared;
  const engine = createEngine(options.engine, options.device, options.threads);
  const clock = new PhaseClock();
  try {
    await folder.claim(prepared.key);
    const baselines = await clock.time("baseline", () => meanBaselines(prepared, engine, folder, context));
    await clock.time("collect", () => collect(prepared, engine, folder, baselines, context));
    const concepts = await clock.time("concepts", () => findLayerConcepts(prepared, folder, context));
    await clock.time("edges", async () => {
      if (needsSegmentPass(prepared)) await segmentPass(prepared, engine, folder, baselines, concepts, context);
    });
    const document = await clock.time("graphs", () => writeGraphs(prepared, engine, folder, concepts, context));
    const images = document.classes.reduce((sum, { images }) => sum + images, 0);
    const timings: Timings = { key: prepared.key, seconds: clock.seconds, images };
    await writeWhole(folder.timings, `${JSON.stringify(timings, null, 1)}\n`);
    await folder.finish();
    return { document, timings };
  } catch (error) {
    if (error instanceof GipfelError && error.code === "DATASET_EMPTY") await folder.discard();
    throw error;
  } finally {
    await engine.dispose();
  }
}

async function readFinished(folder: AnalysisFolder): Promise<AnalysisResult> {
  return {
    document: JSON.parse(await readFile(folder.analysis, "utf8")) as AnalysisDocument,
    timings: JSON.parse(await readFile(folder.timings, "utf8")) as Timings,
  };
}

class PhaseClock {
  readonly seconds: Record<Progress["phase"], number> = {
    prepare: 0,
    baseline: 0,
    collect: 0,
    concepts: 0,
    edges: 0,
    graphs: 0,
  };

  async time<T>(phase: Progress["phase"], action: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await action();
    } finally {
      this.seconds[phase] += (performance.now() - start) / 1000;
    }
  }
}
