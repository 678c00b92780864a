/** The options of `analyze` and `bench`, from text to values. */

import { existsSync } from "node:fs";
import { type AnalysisOptions, type AnalysisPaths, defaultOptions } from "@gipfel/pipeline";
import { type Command, InvalidArgumentError } from "commander";
import { callerPath, defaultThreads } from "./environment.js";

export interface AnalysisArguments {
  readonly model: string;
  readonly data: string;
  readonly classes?: readonly string[];
  readonly layers: AnalysisOptions["layers"];
  readonly clusters: AnalysisOptions["clusters"];
  readonly components: number;
  readonly profile: AnalysisOptions["profile"];
  readonly scope: AnalysisOptions["scope"];
  readonly baseline: AnalysisOptions["baseline"];
  readonly tolerance: number;
  readonly limit?: number;
  readonly batch: number;
  readonly threads: number;
  readonly device: string;
  readonly pairs: AnalysisOptions["pairs"];
  readonly engine: string;
  readonly edgeMethod: string;
  readonly seed: number;
  readonly preprocess?: string;
  readonly labels?: string;
  readonly target?: string;
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("A number is expected.");
  return value;
}

const list = (text: string) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

export function parseLayers(text: string): AnalysisOptions["layers"] {
  return text === "auto" || text === "all" ? text : list(text);
}

function parseClusters(text: string): AnalysisOptions["clusters"] {
  return text === "auto" ? "auto" : number(text);
}

/** Adds what `analyze` and `bench` have in common. */
export function withAnalysisOptions(command: Command): Command {
  return command
    .requiredOption("--model <file>", "ONNX model")
    .requiredOption(
      "--data <path>",
      "folder with one folder per class, CSV or JSONL manifest (path,label), or .npz (images, labels)",
    )
    .option("--classes <list>", "class folders, names or indices, separated by commas", list)
    .option("--layers <choice>", "auto, all, or tensor names separated by commas", parseLayers, defaultOptions.layers)
    .option("--clusters <k>", "concepts per layer: auto or a number", parseClusters, defaultOptions.clusters)
    .option(
      "--components <n>",
      "principal components: fraction of variance below 1, or a number",
      number,
      defaultOptions.components,
    )
    .option("--profile <kind>", "what neurons are compared by: spatial or image", defaultOptions.profile)
    .option("--scope <scope>", "concepts over the whole dataset or per class", defaultOptions.scope)
    .option("--baseline <kind>", "zero or mean", defaultOptions.baseline)
    .option("--tolerance <t>", "completeness residual that quadrature must reach", number, defaultOptions.tolerance)
    .option("--limit <n>", "images per class", number)
    .option("--batch <n>", "images per run of the engine", number, defaultOptions.batch)
    .option("--threads <n>", "threads of the engine", number, defaultThreads)
    .option("--device <device>", "cpu, cuda or webgpu", defaultOptions.device)
    .option("--pairs <which>", "write neuron pair matrices: all or none", defaultOptions.pairs)
    .option("--engine <name>", "onnxruntime", defaultOptions.engine)
    .option("--edge-method <name>", "integrated-gradients", defaultOptions.edgeMethod)
    .option("--seed <n>", "seed of dealing and clustering", number, defaultOptions.seed)
    .option("--preprocess <name|file>", "imagenet, caffe, tf, unit, cifar10, mnist, raw, or a JSON file")
    .option("--labels <file>", "JSON array of class names in index order")
    .option("--target <output>", "output tensor to explain, where the model has several or groups are no classes");
}

export function analysisPaths({ model, data, labels, preprocess }: AnalysisArguments): AnalysisPaths {
  return {
    model: callerPath(model),
    data: callerPath(data),
    labels: labels === undefined ? null : callerPath(labels),
    preprocess: preprocess === undefined ? null : preprocessPath(preprocess),
  };
}

/** A preset's name, or the caller's file. */
function preprocessPath(nameOrFile: string): string {
  const path = callerPath(nameOrFile);
  return existsSync(path) || /[/\\.]/.test(nameOrFile) ? path : nameOrFile;
}

export function analysisOptions({ classes, limit, target, ...given }: AnalysisArguments): AnalysisOptions {
  const { layers, clusters, components, profile, scope, baseline, tolerance, batch, threads } = given;
  const { device, pairs, engine, edgeMethod, seed } = given;
  return {
    classes: classes ?? null,
    layers,
    clusters,
    components,
    profile,
    scope,
    baseline,
    tolerance,
    limit: limit ?? null,
    batch,
    threads,
    device,
    pairs,
    engine,
    edgeMethod,
    seed,
    target: target ?? null,
  };
}
