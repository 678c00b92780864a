/** What every command starts from: a model, a data set, and how its images become the network's input. */
import { GipfelError, type PreprocessingObject } from "@gipfel/contracts";
import {
  type ClassLabel,
  type Dataset,
  openDataset,
  type Preprocessing,
  readLabels,
  resolvePreprocessing,
} from "@gipfel/dataset";
import { type ImportedModel, importModel } from "@gipfel/network";
import type { RunContext } from "./ports.js";

export interface SubjectPaths {
  readonly model: string;
  readonly data: string;
  readonly labels: string | null;
  /** A preset, a JSON file, or values. */
  readonly preprocess: string | PreprocessingObject | null;
}

export interface SubjectPreprocessing {
  readonly name: string;
  readonly assumed: boolean;
  /** Null for arrays, which are in network units already. */
  readonly values: Preprocessing | null;
}

export interface Subject {
  readonly model: ImportedModel;
  readonly dataset: Dataset;
  readonly preprocessing: SubjectPreprocessing;
  readonly labels: readonly ClassLabel[] | null;
}

/** @param output the model's output to explain, where it has several. */
export async function openSubject(
  paths: SubjectPaths,
  output: string | null,
  context: RunContext = {},
): Promise<Subject> {
  const model = await importModel(paths.model, output === null ? {} : { target: output });
  const dataset = await openDataset(paths.data);
  const preprocessing = await preprocessingOf(paths.preprocess, dataset, model, context);
  const labels = paths.labels === null ? null : await readLabels(paths.labels);
  return { model, dataset, preprocessing, labels };
}

async function preprocessingOf(
  stated: SubjectPaths["preprocess"],
  dataset: Dataset,
  model: ImportedModel,
  context: RunContext,
): Promise<SubjectPreprocessing> {
  const input: [number, number, number] = [...model.input];
  if (dataset.kind === "arrays") {
    if (dataset.arrayShape!.join() !== input.join()) {
      throw new GipfelError(
        "SHAPE_MISMATCH",
        `the arrays have shape [N, ${dataset.arrayShape!.join(", ")}]; the network takes [N, ${input.join(", ")}]`,
      );
    }
    return { name: "none", assumed: false, values: null };
  }
  const { name, assumed, preprocessing } = await resolvePreprocessing(stated, input);
  if (assumed)
    context.onNotice?.(`preprocessing ${name} is assumed for an input of ${input.join("×")}; --preprocess states it`);
  return { name, assumed, values: preprocessing };
}
