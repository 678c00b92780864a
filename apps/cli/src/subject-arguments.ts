/** The options that name a model, a data set and how they fit together, from text to values. */
import { existsSync } from "node:fs";
import type { SubjectPaths } from "@gipfel/pipeline";
import { type Command, Option } from "commander";
import { callerPath } from "./environment.js";
import { modelReading, type ReadingArguments, withReadingOptions } from "./reading-arguments.js";

export interface SubjectArguments extends ReadingArguments {
  readonly model: string;
  readonly data: string;
  readonly preprocess?: string;
  readonly labels?: string;
}

/** @param isMandatory whether model and data must be given. */
export function withSubjectOptions(command: Command, isMandatory = true): Command {
  const model = new Option("--model <file>", "ONNX file, or model.json of a TensorFlow.js model (or its folder)");
  const data = new Option(
    "--data <path>",
    "folder with one folder per class, CSV or JSONL manifest (path,label), or .npz (images, labels)",
  );
  return withReadingOptions(command)
    .addOption(model.makeOptionMandatory(isMandatory))
    .addOption(data.makeOptionMandatory(isMandatory))
    .option("--preprocess <name|file>", "imagenet, caffe, tf, unit, cifar10, mnist, raw, or a JSON file")
    .option("--labels <file>", "JSON array of class names in index order");
}

export function subjectPaths({ model, data, labels, preprocess, ...rest }: SubjectArguments): SubjectPaths {
  return {
    ...modelReading(rest),
    model: callerPath(model),
    data: callerPath(data),
    labels: labels === undefined ? null : callerPath(labels),
    preprocess: preprocess === undefined ? null : preprocessPath(preprocess),
  };
}

/** A preset's name, or the caller's file. */
export function preprocessPath(nameOrFile: string): string {
  const path = callerPath(nameOrFile);
  return existsSync(path) || /[/\\.]/.test(nameOrFile) ? path : nameOrFile;
}
