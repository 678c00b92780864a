import type { Study } from "@gipfel/store";
import type { Environment } from "../environment.js";
import { readArtifact } from "../read-artifact.js";
import { jsonOf } from "../results/result-source.js";

/** The answer of a study, not parsed yet; undefined until it is finished. @throws GipfelError STORE_CORRUPT */
export async function readStudyResult({ store }: Environment, { result }: Study): Promise<unknown> {
  return result === null ? undefined : jsonOf(await readArtifact(store, result, "a study"));
}
