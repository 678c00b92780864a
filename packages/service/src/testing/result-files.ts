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
 * What `gipfel analyze` leaves of the demo with the settings of {@link demoSettings}.
 *
 * @param preprocess as its option has it
 */
export async function expectedFiles(
  { folder, dataRoot }: Demo,
  changes: Partial<AnalysisOptions> = {},
  preprocess = "unit",
): Promise<FileHashes> {
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
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hashed = files.map(async (file) => {
    const hash = createHash("sha256").update(await readFile(file));
    return [relative(out, file).split(sep).join("/"), hash.digest("hex")] as const;
  });
  return Object.fromEntries((await Promise.all(hashed)).filter(isTimeless));
}
