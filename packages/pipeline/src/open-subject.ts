/** What every command starts from: a model, a data set, and how its images become the network's input. */
import { GipfelError, type PreprocessingObject } from "@gipfel/contracts";
import {
  type ArrayRows,
  type ClassLabel,
  type Dataset,
  describeRows,
  openDataset,
  type Preprocessing,
  readLabels,
  resolvePreprocessing,
  spatialSizes,
  surveyImages,
} from "@gipfel/dataset";
import type { ImportedModel, ImportOptions, Positions } from "@gipfel/network";
import { chooseOutput } from "./choose-output.js";
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
  /** Null for arrays in network units. */
  readonly values: Preprocessing | null;
}

export interface Subject {
  readonly model: ImportedModel;
  readonly dataset: Dataset;
  readonly preprocessing: SubjectPreprocessing;
  readonly labels: readonly ClassLabel[] | null;
  /** What was guessed about data, output and preprocessing, a line each. */
  readonly notices: readonly string[];
}

/** @param output the model's output to explain, where it has several. */
export async function openSubject(
  paths: SubjectPaths,
  output: string | null,
  context: RunContext = {},
): Promise<Subject> {
  const found = await openDataset(paths.data);
  const labels = paths.labels === null ? null : await readLabels(paths.labels);
  const reading = paths.reading ?? {};
  const options = importOptions(output, reading, found.arrays ? spatialSizes(found.arrays) : undefined);
  const { model, notices: ofOutput } = await chooseOutput(paths.model, options, { groups: found.groups, labels });
  const dataset = found.arrays ? { ...found, arrays: { ...found.arrays, prefersLast: model.channelsLast } } : found;
  const { notices: ofValues, ...preprocessing } = await preprocessingOf(paths.preprocess, dataset, model);
  const notices = [...dataset.notices, ...ofOutput, ...describeReading(model, dataset, reading), ...ofValues];
  for (const notice of notices) context.onNotice?.(notice);
  return { model, dataset, preprocessing, labels, notices };
}

/**
 * What was chosen of what the file leaves open, a line each.
 *
 * @throws GipfelError OPTION_INVALID for a size that the file states itself.
 */
export function describeReading(
  { isOpen, inputSizes, positions }: ImportedModel,
  dataset: Pick<Dataset, "kind"> | null,
  { inputSize, positions: stated }: ModelReading,
): string[] {
  const [, ...sizes] = inputSizes;
  if (inputSize && !isOpen) {
    throw new GipfelError(
      "OPTION_INVALID",
      `--input-size requires a model with open sizes, got one that takes ${sizes.join("×")}`,
    );
  }
  if (stated !== undefined && !positions) {
    throw new GipfelError(
      "OPTION_INVALID",
      "--positions requires an output with positions, got one with one number per class",
    );
  }
  return [
    ...(isOpen && !inputSize && dataset?.kind !== "arrays"
      ? [`the model leaves its input size open, ${sizes.join("×")} is taken; --input-size states it`]
      : []),
    ...(positions && stated === undefined
      ? [
          `the output has ${positions.sizes.join("×")} positions, their mean is explained; --positions takes max or a position, too`,
        ]
      : []),
  ];
}

type Resolved = SubjectPreprocessing & { readonly notices: readonly string[] };

async function preprocessingOf(
  stated: SubjectPaths["preprocess"],
  dataset: Dataset,
  model: ImportedModel,
): Promise<Resolved> {
  const input: [number, number, number] = [...model.input];
  if (dataset.arrays !== null) return preprocessingOfArrays(stated, dataset.arrays, input);
  if (model.inputSizes.length !== 3) {
    throw new GipfelError(
      "SHAPE_MISMATCH",
      `the network takes [N, ${model.inputSizes.join(", ")}], which images are not; --data requires an .npz with images of that shape`,
    );
  }
  const survey = await surveyImages(dataset);
  const asIs = model.takesBytes || survey.ownUnits;
  const { name, assumed, preprocessing } = await resolvePreprocessing(stated, input, asIs);
  const reason = model.takesBytes ? " of uint8" : survey.ownUnits ? " and images with values of their own" : "";
  const guess = `preprocessing ${name} is assumed for an input of ${input.join("×")}${reason}; --preprocess states it`;
  return { name, assumed, values: preprocessing, notices: [...survey.notices, ...(assumed ? [guess] : [])] };
}

/** Bytes are pixels, to which a stated preprocessing applies; other arrays are in network units. */
async function preprocessingOfArrays(
  stated: SubjectPaths["preprocess"],
  rows: ArrayRows,
  input: [number, number, number],
): Promise<Resolved> {
  const layout = describeRows(rows, input);
  if (stated !== null && rows.type === "uint8") {
    const { name, preprocessing } = await resolvePreprocessing(stated, input);
    const notice = `preprocessing ${name} is applied to the values of uint8 arrays, not to their size`;
    return { name, assumed: false, values: preprocessing, notices: [...layout, notice] };
  }
  const asIs =
    stated !== null
      ? ["arrays that are not uint8 are in network units: preprocessing is not applied to them"]
      : rows.type === "uint8"
        ? ["uint8 arrays go to the network as they are, 0 to 255; --preprocess states another scale"]
        : [];
  return { name: "none", assumed: false, values: null, notices: [...layout, ...asIs] };
}
