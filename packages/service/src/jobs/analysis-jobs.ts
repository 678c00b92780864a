/**
 * The jobs of analyses, in a job process. Each looks first whether it is still asked for, does what is missing in the work
 * folder, and then marks its part in the store; so any of them may run twice, or at any later time, without harm.
 */
import { existsSync } from "node:fs";
import { ArrayFile, needsSegmentPass, type RunContext } from "@gipfel/pipeline";
import type { Analysis } from "@gipfel/store";
import { type SkippedImage, writePartRecord } from "../analyses/part-record.js";
import { completePart, type Part, planParts, readRun, whole } from "../analyses/shard-rows.js";
import type { Environment } from "../environment.js";
import type { JobReport } from "../service.js";
import { AnalysisSession } from "./analysis-session.js";
import { finishAnalysis } from "./finish-analysis.js";
import type { JobScope } from "./job-scope.js";

/** Does a part. Returns the images that it had to skip. */
type Work = (session: AnalysisSession, context: RunContext) => Promise<readonly SkippedImage[]>;

/** A part that is being done. */
interface Begun {
  readonly session: AnalysisSession;
  readonly context: RunContext;
  /** What it has taken so far. */
  seconds(): number;
}

export class AnalysisJobs {
  #session: AnalysisSession | undefined;

  constructor(private readonly environment: Environment) {}

  async plan(analysisId: string, scope: JobScope): Promise<void> {
    const analysis = await this.#running(analysisId);
    if (!analysis) return;
    const { number, parts } = await readRun(this.environment, analysisId);
    if (parts.length > 0) return;
    const { prepared, shards } = await this.#open(analysis, number, contextOf(scope));
    const ids = shards.map(({ id }) => id);
    const of = (phase: Part["phase"], keys: readonly string[]) => keys.map((key) => ({ phase, key }));
    await planParts(this.environment, analysisId, number, [
      ...of("baseline", prepared.options.baseline === "mean" ? [whole] : []),
      ...of("collect", ids),
      ...of("concepts", [whole]),
      ...of("edges", needsSegmentPass(prepared) ? ids : []),
      ...of("visualize", prepared.options.visualize ? [whole] : []),
      ...of("graphs", [whole]),
    ]);
  }

  baselines(analysisId: string, scope: JobScope): Promise<void> {
    return this.#do(analysisId, { phase: "baseline", key: whole }, scope, async ({ phases }, context) => {
      await phases.baselines(context);
      return [];
    });
  }

  collect(analysisId: string, key: string, scope: JobScope): Promise<void> {
    return this.#do(analysisId, { phase: "collect", key }, scope, async (session, context) => {
      const others = session.shards.filter(({ id }) => id !== key && existsSync(session.folder.collected(id)));
      await session.phases.collect([session.shard(key)], amongAll(context, session, others));
      return skippedIn(session.folder.collected(key));
    });
  }

  concepts(analysisId: string, scope: JobScope): Promise<void> {
    return this.#do(analysisId, { phase: "concepts", key: whole }, scope, async ({ phases, shards }, context) => {
      await phases.collect(shards, context);
      await phases.concepts(context);
      return [];
    });
  }

  integrate(analysisId: string, key: string, scope: JobScope): Promise<void> {
    return this.#do(analysisId, { phase: "edges", key }, scope, async (session, context) => {
      await collectMissing(session, context);
      const others = session.shards.filter(({ id }) => id !== key && existsSync(session.folder.edges(id)));
      await session.phases.edges([session.shard(key)], amongAll(context, session, others));
      return [];
    });
  }

  pictures(analysisId: string, scope: JobScope): Promise<void> {
    return this.#do(analysisId, { phase: "visualize", key: whole }, scope, async (session, context) => {
      await collectMissing(session, context);
      await session.phases.pictures(context);
      return [];
    });
  }

  async graphs(analysisId: string, scope: JobScope): Promise<void> {
    const part = { phase: "graphs", key: whole } as const;
    const begun = await this.#begin(analysisId, part, scope);
    if (!begun) return;
    const { session, context } = begun;
    // Nothing to do, unless files of the work folder went missing.
    await session.phases.collect(session.shards, context);
    await session.phases.edges(session.shards, context);
    await session.phases.pictures(context);
    const document = await session.phases.graphs(context);
    const images = document.classes.reduce((sum, { images }) => sum + images, 0);
    await finishAnalysis(this.environment, session, part, { images, graphSeconds: begun.seconds() });
  }

  async #do(analysisId: string, part: Pick<Part, "phase" | "key">, scope: JobScope, work: Work): Promise<void> {
    const begun = await this.#begin(analysisId, part, scope);
    if (!begun) return;
    const skipped = await work(begun.session, begun.context);
    const hash = await writePartRecord(this.environment, { seconds: begun.seconds(), skipped });
    await completePart(this.environment.store, begun.session, part, hash);
  }

  /** Nothing where the part is not to be done, or done already. */
  async #begin(analysisId: string, part: Pick<Part, "phase" | "key">, scope: JobScope): Promise<Begun | undefined> {
    const start = performance.now();
    const analysis = await this.#running(analysisId);
    if (!analysis) return undefined;
    const { number, parts } = await readRun(this.environment, analysisId);
    const planned = parts.find(({ phase, key }) => phase === part.phase && key === part.key);
    if (!planned || planned.isDone) return undefined;
    const context = contextOf(scope);
    const session = await this.#open(analysis, number, context);
    return { session, context, seconds: () => (performance.now() - start) / 1000 };
  }

  /** Nothing where the analysis is not to be worked on any more. */
  async #running(analysisId: string): Promise<Analysis | undefined> {
    const analysis = await this.environment.store.analyses.find(analysisId);
    return analysis?.status === "running" ? analysis : undefined;
  }

  async #open(analysis: Analysis, run: number, context: RunContext): Promise<AnalysisSession> {
    const known = this.#session;
    if (known?.analysisId === analysis.id && known.run === run) return known;
    this.#session = undefined;
    await known?.dispose();
    this.#session = await AnalysisSession.open(this.environment, analysis, run, context);
    return this.#session;
  }
}

/** What concepts are found in, where the work folder went missing, as after a backup was restored. */
async function collectMissing({ folder, phases, shards }: AnalysisSession, context: RunContext): Promise<void> {
  if (!existsSync(folder.concepts)) await phases.collect(shards, context);
}

function contextOf({ signal, report }: JobScope): RunContext {
  return { signal, onProgress: (progress) => report(progress satisfies JobReport) };
}

/** Progress of one shard, counted into that of all. */
function amongAll(
  context: RunContext,
  { shards }: AnalysisSession,
  finished: readonly { readonly images: readonly unknown[] }[],
): RunContext {
  const count = (list: typeof finished) => list.reduce((sum, { images }) => sum + images.length, 0);
  const [before, total] = [count(finished), count(shards)];
  return {
    ...context,
    onProgress: (progress) => context.onProgress?.({ ...progress, done: before + progress.done, total }),
  };
}

async function skippedIn(collected: string): Promise<readonly SkippedImage[]> {
  const file = await ArrayFile.open<{ readonly skipped: readonly SkippedImage[] }>(collected);
  await file.close();
  return file.attributes.skipped;
}
