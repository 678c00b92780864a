/** The output that is explained: the one that is named, else the one that fits labels and classes. */
import { GipfelError } from "@gipfel/contracts";
import { type ClassLabel, type DatasetGroup, matchClasses } from "@gipfel/dataset";
import { asTwoClasses, type ImportedModel, type ImportOptions, importModel } from "@gipfel/network";

export interface ChosenOutput {
  readonly model: ImportedModel;
  /** What was guessed, a line each. */
  readonly notices: readonly string[];
}

interface Wanted {
  readonly groups: readonly DatasetGroup[];
  readonly labels: readonly ClassLabel[] | null;
}

/** @param options how the file is read; its target names the output. @throws GipfelError MODEL_…, TARGET_UNKNOWN */
export async function chooseOutput(file: string, options: ImportOptions, wanted: Wanted): Promise<ChosenOutput> {
  const first = await importModel(file, options);
  if (options.target !== undefined) return { model: first, notices: [] };
  const candidates = first.heads.filter(({ classes }) => classes !== null);
  if (candidates.length < 2) return binary({ model: first, notices: [] }, wanted);
  const fitting = candidates.filter(({ classes }) => fits(wanted, classes!));
  const exact = fitting.filter(({ classes }) => classes === (wanted.labels ?? wanted.groups).length);
  const { name } = exact[0] ?? fitting[0] ?? { name: first.output };
  const model = name === first.output ? first : await importModel(file, { ...options, target: name });
  return binary(
    { model, notices: [`output ${name} is explained, of ${listOutputs(first)}; --target names another`] },
    wanted,
  );
}

/** `box [N, 4], class [N, 2]` */
export function listOutputs({ heads }: Pick<ImportedModel, "heads">): string {
  return heads
    .map(({ name, shape }) => (shape === null ? `${name} (not made of the image)` : `${name} ${shape}`))
    .join(", ");
}

/** An error about classes, with the outputs among which `--target` chooses. */
export function withOutputs(error: unknown, model: Pick<ImportedModel, "heads" | "output" | "outputs">): unknown {
  if (!(error instanceof GipfelError) || error.code !== "LABELS_INVALID") return error;
  const { output, outputs, heads } = model;
  const more = [
    ...(outputs === 1
      ? [
          `output ${output} is one number: --target ${output} explains it for each group, two labels take it for a logit`,
        ]
      : []),
    ...(heads.length > 1 ? [`this is output ${output} of ${listOutputs(model)}, and --target names another`] : []),
  ];
  return new GipfelError(error.code, [error.message, ...more].join("; "), { cause: error });
}

/** One logit and two classes: the second is what the logit speaks for. */
function binary({ model, notices }: ChosenOutput, { groups, labels }: Wanted): ChosenOutput {
  if (model.outputs !== 1 || !isBinary(model, groups, labels)) return { model, notices };
  const [no, yes] = labels?.map(({ name }) => name) ?? groups.map(({ name }) => name);
  return {
    model: asTwoClasses(model),
    notices: [
      ...notices,
      `output ${model.output} is one number, taken as the logit of ${yes} and, negated, of ${no}; --target ${model.output} explains the number itself for each group`,
    ],
  };
}

/** Two labels say so; without any, a sigmoid and two groups do. */
function isBinary({ stripped }: ImportedModel, groups: readonly DatasetGroup[], labels: Wanted["labels"]): boolean {
  if (labels !== null) return labels.length === 2;
  return stripped === "sigmoid" && groups.length === 2 && fits({ groups, labels }, 2);
}

function fits({ groups, labels }: Wanted, outputs: number): boolean {
  try {
    matchClasses(groups, labels, outputs);
    return true;
  } catch (error) {
    if (error instanceof GipfelError) return outputs === 1 && labels?.length === 2;
    throw error;
  }
}
