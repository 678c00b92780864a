/** Results of the demo, file for file: those of a service, and those of the pipeline alone. */
import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { type AnalysisOptions, defaultOptions, prepareAnalysis, runAnalysis } from "@gipfel/pipeline";
import type { Service } from "../service.js";
import type { Demo } from "./demo.js";
import { demoModel } from "./part-world.js";

/** SHA-256 by path; times are left out. */
export type FileHashes = Readonly<Record<string, string>>;

const isTimeless = ([path]: readonly [string, string]) => path !== "timings.json";

export async function resultFiles({ store }: Service, analysisId: string): Promise<FileHashes> {
  const files = await store.analyses.files(analysisId);
  return Object.fromEntries(files.map(({ path, hash }) => [path, hash] as const).filter(isTimeless));
}

/**
 * Analyses the demo as `gipfel analyze` does, with the settings of {@link demoSettings}.
 *
 * @param preprocess as its option has it
 * @returns the folder of the results, which goes with the demo
 */
export async function analyzeDemo(
  { folder, dataRoot }: Demo,
  changes: Partial<AnalysisOptions> = {},
  preprocess = "unit",
): Promise<string> {
  const out = join(folder, `expected-${randomUUID()}`);
  const { model, labels } = demoModel();
  const paths = { model, data: join(dataRoot, "images"), labels, preprocess };
  const { device, pairs, visualize, engine, edgeMethod, seed, target, ...first } = defaultOptions;
  const options: AnalysisOptions = {
    ...{ ...first, layers: "all", clusters: 4 },
    ...{ threads: 1, device, pairs, visualize, engine, edgeMethod, seed, target },
    ...changes,
  };
  await runAnalysis(await prepareAnalysis(paths, options), out, false);
  return out;
}

/** @param folder of results */
export async function folderFiles(folder: string): Promise<FileHashes> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hashed = files.map(async (file) => {
    const hash = createHash("sha256").update(await readFile(file));
    return [relative(folder, file).split(sep).join("/"), hash.digest("hex")] as const;
  });
  return Object.fromEntries((await Promise.all(hashed)).filter(isTimeless));
}

/** What {@link analyzeDemo} leaves. */
export async function expectedFiles(...about: Parameters<typeof analyzeDemo>): Promise<FileHashes> {
  return folderFiles(await analyzeDemo(...about));
}
