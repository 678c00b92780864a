import { readFile } from "node:fs/promises";
import type { Study } from "@gipfel/store";
import type { Environment } from "../environment.js";
import { jsonOf } from "../results/result-source.js";

/** The answer of a study, not parsed yet; undefined until it is finished. */
export async function readStudyResult({ store }: Environment, { result }: Study): Promise<unknown> {
  const artifact = result === null ? undefined : await store.artifacts.get(result);
  return artifact && jsonOf(await readFile(artifact.path));
}
