/** The options of `analyze` and `bench`, from text to values. */

import { type EdgeMethod, edgeMethods } from "@gipfel/contracts";
import { type AnalysisOptions, defaultOptions } from "@gipfel/pipeline";
import type { Command } from "commander";
import { type EngineArguments, withEngineOptions } from "./engine-arguments.js";
import { list, number } from "./parse-text.js";
import { type SubjectArguments, withSubjectOptions } from "./subject-arguments.js";

export interface AnalysisArguments extends SubjectArguments, EngineArguments {
  readonly classes?: readonly string[];
  readonly layers: AnalysisOptions["layers"];
  readonly clusters: AnalysisOptions["clusters"];
  readonly components: number;
  readonly profile: AnalysisOptions["profile"];
  readonly scope: AnalysisOptions["scope"];
  readonly baseline: AnalysisOptions["baseline"];
  readonly tolerance: number;
  readonly limit?: number;
  readonly pairs: AnalysisOptions["pairs"];
  readonly visualize?: boolean;
  readonly edgeMethod: EdgeMethod;
  readonly seed: number;
  readonly target?: string;
}

export function parseLayers(text: string): AnalysisOptions["layers"] {
  return text === "auto" || text === "all" ? text : list(text);
}

function parseClusters(text: string): AnalysisOptions["clusters"] {
  return text === "auto" ? "auto" : number(text);
}

/**
 * Adds what `analyze` and `bench` have in common.
 *
 * @param isMandatory whether model and data must be given.
 */
export function withAnalysisOptions(command: Command, isMandatory = true): Command {
  return withEngineOptions(withSubjectOptions(command, isMandatory))
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
    .option("--pairs <which>", "write neuron pair matrices: all or none", defaultOptions.pairs)
    .option("--visualize", "make a picture of every concept by gradient ascent")
    .option("--edge-method <name>", `what weighs the edges: ${edgeMethods.join(", ")}`, defaultOptions.edgeMethod)
    .option("--seed <n>", "seed of dealing and clustering", number, defaultOptions.seed)
    .option("--target <output>", "output tensor to explain, where the model has several or groups are no classes");
}

export function analysisOptions({ classes, limit, target, ...given }: AnalysisArguments): AnalysisOptions {
  const { layers, clusters, components, profile, scope, baseline, tolerance, batch, threads } = given;
  const { device, pairs, visualize, engine, edgeMethod, seed } = given;
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
    visualize: visualize ?? false,
    engine,
    edgeMethod,
    seed,
    target: target ?? null,
  };
}
