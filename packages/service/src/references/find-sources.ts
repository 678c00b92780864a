/** Finds model and images of an analysis folder: where somebody says they are, and where they were when it was made. */
import { existsSync } from "node:fs";
import { type AnalysisDocument, messageOf } from "@gipfel/contracts";
import { type Dataset, openDataset } from "@gipfel/dataset";
import { isModel } from "@gipfel/pipeline";

/** Where to look, the first place first. */
export interface SourcePlaces {
  readonly model: readonly string[];
  readonly data: readonly string[];
}

export type FoundSources =
  | { readonly model: string; readonly data: string; readonly dataset: Dataset }
  /** What is wrong with the first place, in one line. */
  | { readonly missing: string };

export async function findSources(
  { model, dataset }: Pick<AnalysisDocument, "model" | "dataset">,
  places: SourcePlaces,
): Promise<FoundSources> {
  const modelPath = await firstOf(places.model, (path) => isModel(path, model.hash));
  if (modelPath === undefined) return { missing: whatIsMissing("model", model.name, places.model) };
  let opened: Dataset | undefined;
  let refusal: string | undefined;
  const data = await firstOf(places.data, async (path) => {
    try {
      opened = await openDataset(path);
      return opened.hash === dataset.hash;
    } catch (error) {
      refusal ??= messageOf(error);
      return false;
    }
  });
  if (data === undefined || !opened) {
    const isThere = places.data.some(existsSync);
    return { missing: isThere && refusal ? refusal : whatIsMissing("data set", dataset.name, places.data) };
  }
  return { model: modelPath, data, dataset: opened };
}

async function firstOf(paths: readonly string[], holds: (path: string) => Promise<boolean>) {
  for (const path of new Set(paths)) if (existsSync(path) && (await holds(path))) return path;
  return undefined;
}

function whatIsMissing(what: string, name: string, paths: readonly string[]): string {
  const there = paths.find(existsSync);
  if (there !== undefined) return `the ${what} at ${there} is not the one that was analyzed`;
  const [first] = paths;
  return first === undefined ? `nothing says where the ${what} ${name} is` : `the ${what} is not at ${first}`;
}
