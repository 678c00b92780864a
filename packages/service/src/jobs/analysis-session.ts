/** An analysis that is being worked on: prepared once for the jobs of it that a process does. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import {
  AnalysisFolder,
  AnalysisRun,
  type PreparedAnalysis,
  prepareAnalysis,
  type RunContext,
  type Shard,
} from "@gipfel/pipeline";
import type { Analysis } from "@gipfel/store";
import { analysisOptions, storedOptions } from "../analyses/settings.js";
import { subjectPaths } from "../analyses/subject-paths.js";
import type { Environment } from "../environment.js";

export class AnalysisSession {
  readonly #shards: ReadonlyMap<string, Shard>;

  private constructor(
    readonly analysisId: string,
    readonly run: number,
    readonly prepared: PreparedAnalysis,
    readonly folder: AnalysisFolder,
    readonly phases: AnalysisRun,
  ) {
    this.#shards = new Map(this.shards.map((shard) => [shard.id, shard]));
  }

  static async open(
    environment: Environment,
    analysis: Analysis,
    run: number,
    context: RunContext,
  ): Promise<AnalysisSession> {
    const folder = new AnalysisFolder(environment.places.run(analysis.id, run));
    const prepared = await prepareStored(environment, analysis, folder, context);
    await claim(folder, prepared.key);
    return new AnalysisSession(analysis.id, run, prepared, folder, new AnalysisRun(prepared, folder));
  }

  get shards(): Shard[] {
    return this.prepared.classes.flatMap(({ shards }) => shards);
  }

  shard(id: string): Shard {
    const shard = this.#shards.get(id);
    if (!shard) throw changed();
    return shard;
  }

  dispose(): Promise<void> {
    return this.phases.dispose();
  }
}

/** The analysis as it was asked for. @param folder for what has to be files on the way */
export async function prepareStored(
  environment: Environment,
  analysis: Analysis,
  folder: AnalysisFolder,
  context: RunContext,
): Promise<PreparedAnalysis> {
  const stored = storedOptions(analysis);
  const paths = await subjectPaths(environment, analysis, stored.settings, folder.work);
  return prepareAnalysis(paths, analysisOptions(stored), context);
}

/** All jobs of a run see the same model and images, or stop: what they add up would be of neither. */
async function claim(folder: AnalysisFolder, key: string): Promise<void> {
  const known = await readFile(join(folder.work, "key"), "utf8").catch(() => undefined);
  if (known === undefined) await folder.claim(key);
  else if (known !== key) throw changed();
}

function changed(): GipfelError {
  return new GipfelError(
    "DATASET_INVALID",
    "the data set changed while it was analysed; retry starts from the beginning",
  );
}
