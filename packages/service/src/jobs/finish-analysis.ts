/** The end of an analysis: its files become artifacts, and it is finished with all of them and its last part at once. */
import { createReadStream } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { type AnalysisFolder, type Timings, writeWhole } from "@gipfel/pipeline";
import type { ResultFile } from "@gipfel/store";
import { readPartRecord, writePartRecord } from "../analyses/part-record.js";
import { completePart, type Part, readRun } from "../analyses/shard-rows.js";
import type { Environment } from "../environment.js";
import type { AnalysisSession } from "./analysis-session.js";

/** Most of the time a put waits for the disk. */
const putsAtOnce = 8;

/**
 * Leaves the analysis and its last part as they are where it was cancelled meanwhile: that part is what a resumption does.
 *
 * @param last its part that is done with this.
 * @param graphSeconds what that part has taken.
 */
export async function finishAnalysis(
  environment: Environment,
  session: AnalysisSession,
  last: Pick<Part, "phase" | "key">,
  { images, graphSeconds }: { readonly images: number; readonly graphSeconds: number },
): Promise<void> {
  const { store, places } = environment;
  const { analysisId, prepared, folder } = session;
  const { parts } = await readRun(environment, analysisId);
  const seconds = { ...(await secondsOf(environment, parts)), graphs: graphSeconds };
  const timings: Timings = { key: prepared.key, seconds, images };
  await writeWhole(folder.timings, `${JSON.stringify(timings, null, 1)}\n`);
  const files: ResultFile[] = [];
  const paths = await resultPaths(folder);
  const putNext = async () => {
    for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
      const { hash, bytes } = await store.artifacts.put(createReadStream(join(folder.path, path)));
      files.push({ path, hash, bytes });
    }
  };
  await Promise.all(Array.from({ length: putsAtOnce }, putNext));
  const record = await writePartRecord(environment, { seconds: graphSeconds, skipped: [] });
  const finished = await store.transaction(async (repositories) => {
    const analysis = await repositories.analyses.finish(analysisId, { timings: seconds, files });
    if (analysis) await completePart(repositories, session, last, record);
    return analysis;
  });
  if (finished) await rm(places.work(analysisId), { recursive: true, force: true });
}

/** Work of each phase, added up over its parts, which several workers may have done at a time. */
async function secondsOf(environment: Environment, parts: readonly Part[]): Promise<Timings["seconds"]> {
  const seconds = { prepare: 0, baseline: 0, collect: 0, concepts: 0, edges: 0, graphs: 0, visualize: 0 };
  for (const { phase, hash } of parts) {
    const record = hash === null ? undefined : await readPartRecord(environment, hash);
    seconds[phase] += record?.seconds ?? 0;
  }
  return seconds;
}

/** Files below the folder, with `/`: all but work files and drafts. */
async function resultPaths({ path, work }: AnalysisFolder): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((name) => !name.startsWith(`${basename(work)}/`) && !name.endsWith(".unfinished"));
}
