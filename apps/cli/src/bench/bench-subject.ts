/** What is benchmarked: the caller's model and images, or the demo's. */
import { join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { demoModel, writePartWorld } from "@gipfel/partworld";
import type { SubjectPaths } from "@gipfel/pipeline";
import { type SubjectArguments, subjectPaths } from "../subject-arguments.js";

export const demoImages = 20;
const seed = 1;

/**
 * @param folder for the demo's images, where nothing else is named.
 * @throws GipfelError OPTION_INVALID
 */
export async function benchSubject(given: Partial<SubjectArguments>, folder: string): Promise<SubjectPaths> {
  const { model, data, ...rest } = given;
  if (model !== undefined && data !== undefined) return subjectPaths({ ...rest, model, data });
  if (model !== undefined || data !== undefined) {
    throw new GipfelError("OPTION_INVALID", "bench takes both --model and --data, or neither for the demo's");
  }
  await writePartWorld(folder, { seed, imagesPerClass: demoImages });
  const demo = demoModel();
  return { model: demo.model, labels: demo.labels, preprocess: demo.preprocessing, data: join(folder, "images") };
}
