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
import { type ImportedModel, type ImportOptions, importModel, type Positions } from "@gipfel/network";
import type { RunContext } from "./ports.js";

export interface SubjectPaths {
  readonly model: string;
  readonly data: string;
  readonly labels: string | null;
  /** A preset, a JSON file, or values. */
  readonly preprocess: string | PreprocessingObject | null;
  /** How the model is read; by default as it is. */
  readonly reading?: ModelReading;
}

/** What the file leaves open, or offers a choice of. */
export interface ModelReading {
  /** Spatial sizes where the file leaves them open; arrays state their own. */
  readonly inputSize?: readonly number[];
  /** What is explained of an output with positions. */
  readonly positions?: Positions;
  /** Inputs beside the image: one number for all elements, or one for each. */
  readonly inputs?: Readonly<Record<string, readonly number[]>>;
}

/** @param output the model's output to explain, where it has several. */
export function importOptions(
  output: string | null,
  { inputSize, positions, inputs }: ModelReading = {},
  sizes?: readonly number[],
): ImportOptions {
  const spatial = inputSize ?? sizes;
  return {
    ...(output === null ? {} : { target: output }),
    ...(spatial === undefined ? {} : { spatial }),
    ...(positions === undefined ? {} : { positions }),
    ...(inputs === undefined ? {} : { inputs }),
  };
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
  const dataset = await openDataset(paths.data);
  const sizes = dataset.arraySizes?.slice(1);
  const model = await importModel(paths.model, importOptions(output, paths.reading, sizes));
  noticeReading(model, dataset, paths.reading ?? {}, context);
  const preprocessing = await preprocessingOf(paths.preprocess, dataset, model, context);
  const labels = paths.labels === null ? null : await readLabels(paths.labels);
  return { model, dataset, preprocessing, labels };
}

/**
 * Says what was chosen of what the file leaves open.
 *
 * @throws GipfelError OPTION_INVALID for a size that the file states itself.
 */
export function noticeReading(
  { isOpen, inputSizes, positions }: ImportedModel,
  dataset: Pick<Dataset, "kind"> | null,
  { inputSize, positions: stated }: ModelReading,
  context: RunContext,
): void {
  const [, ...sizes] = inputSizes;
  if (inputSize && !isOpen) {
    throw new GipfelError(
      "OPTION_INVALID",
      `--input-size requires a model with open sizes, got one that takes ${sizes.join("×")}`,
    );
  }
  if (isOpen && !inputSize && dataset?.kind !== "arrays") {
    context.onNotice?.(`the model leaves its input size open, ${sizes.join("×")} is taken; --input-size states it`);
  }
  if (stated !== undefined && !positions) {
    throw new GipfelError(
      "OPTION_INVALID",
      "--positions requires an output with positions, got one with one number per class",
    );
  }
  if (positions && stated === undefined) {
    context.onNotice?.(
      `the output has ${positions.sizes.join("×")} positions, their mean is explained; --positions takes max or a position, too`,
    );
  }
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
        `the arrays have shape [N, ${dataset.arraySizes!.join(", ")}]; the network takes [N, ${model.inputSizes.join(", ")}]`,
      );
    }
    return { name: "none", assumed: false, values: null };
  }
  if (model.inputSizes.length !== 3) {
    throw new GipfelError(
      "SHAPE_MISMATCH",
      `the network takes [N, ${model.inputSizes.join(", ")}], which images are not; --data requires an .npz with images of that shape`,
    );
  }
  const { name, assumed, preprocessing } = await resolvePreprocessing(stated, input);
  if (assumed)
    context.onNotice?.(`preprocessing ${name} is assumed for an input of ${input.join("×")}; --preprocess states it`);
  return { name, assumed, values: preprocessing };
}
