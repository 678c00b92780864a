import { GipfelError, methodNames } from "@gipfel/contracts";
import { checkExplanationFile, defaultPercentile, prepareExplanation, type RunContext } from "@gipfel/pipeline";
import type { Command } from "commander";
import { type EngineArguments, withEngineOptions } from "../engine-arguments.js";
import { callerPath } from "../environment.js";
import { drawSheet, type ExplainRun, explainAll, explainOne } from "../explain-runs.js";
import { interruptible } from "../interruption.js";
import { allMethodsFrom, methodFrom, withMethodOptions } from "../method-arguments.js";
import { list, number } from "../parse-text.js";
import { createReport, type Report } from "../report.js";
import { type SubjectArguments, subjectPaths, withSubjectOptions } from "../subject-arguments.js";

interface ExplainArguments extends SubjectArguments, EngineArguments {
  readonly image?: string;
  readonly method: string;
  readonly target: string;
  readonly level?: string;
  readonly graph?: string;
  readonly class?: string;
  readonly output?: string;
  readonly out: readonly string[];
  readonly classes?: readonly string[];
  readonly limit?: number;
  readonly formats: readonly string[];
  readonly percentile: number;
  readonly json?: boolean;
}

/** Stands for every method, on one sheet. */
const allMethods = "all";

export function addExplain(program: Command): void {
  const command = withEngineOptions(withSubjectOptions(program.command("explain")))
    .description("where in an image: attributions of a class, a neuron or a concept, by one method or all")
    .option("--image <index|file>", "one image; without it the whole data set, and the mean of every class")
    .requiredOption("--method <name>", `${methodNames.join(", ")}, or ${allMethods} for a sheet of all`)
    .option(
      "--target <target>",
      "class (name or index), layer:channel, layer:channel@row,column, a node of --graph, predicted, or label",
      "predicted",
    )
    .option("--level <layer|node>", "what is given attributions: a layer, or a node of --graph; the image if not given")
    .option("--graph <dir>", "analysis folder whose nodes may be named")
    .option("--class <name>", "class of --graph whose nodes are meant, where each was clustered by itself")
    .option("--output <name>", "output tensor of the model, where it has several")
    .requiredOption(
      "--out <file|dir>",
      "a file that ends in .png, .npy or .json, more than once for several; a folder for a whole data set",
      (text, before: readonly string[] | undefined) => [...(before ?? []), text],
    )
    .option("--classes <list>", "class folders, separated by commas, where the whole data set is explained", list)
    .option("--limit <n>", "images of each class", number)
    .option("--formats <list>", "what is written of every image of a data set: png, npy", list, ["png", "npy"])
    .option("--percentile <p>", "percentile of magnitudes at which the colours end", number, defaultPercentile)
    .option("--json", "one JSON object per line");
  withMethodOptions(command).action(async (given: ExplainArguments) => {
    const report = createReport(given.json ?? false);
    try {
      await interruptible((signal) => explain(given, report, signal));
    } finally {
      report.stop();
    }
  });
}

/** Options that say nothing without, or beside, another are refused rather than ignored. */
function checkTogether({ image, classes, limit, class: graphClass, graph }: ExplainArguments): void {
  if (image !== undefined && (classes !== undefined || limit !== undefined)) {
    throw new GipfelError(
      "OPTION_INVALID",
      "--classes and --limit are about a whole data set, --image about one image",
    );
  }
  if (graphClass !== undefined && graph === undefined) {
    throw new GipfelError("OPTION_INVALID", "--class is about the nodes of --graph, which is not given");
  }
}

async function explain(given: ExplainArguments, report: Report, signal: AbortSignal): Promise<void> {
  const context: RunContext = {
    signal,
    onProgress: report.progress.bind(report),
    onNotice: report.notice.bind(report),
  };
  checkTogether(given);
  const sheet = given.method === allMethods;
  const methods = sheet ? allMethodsFrom(given) : [methodFrom(given.method, given)];
  const out = given.out.map(callerPath);
  if (given.image !== undefined) for (const file of out) checkExplanationFile(file);
  const prepared = await prepareExplanation(
    {
      paths: subjectPaths(given),
      output: given.output ?? null,
      method: methods[0]!,
      target: given.target,
      level: given.level ?? null,
      graph: given.graph === undefined ? null : callerPath(given.graph),
      graphClass: given.class ?? null,
    },
    context,
  );
  const run: ExplainRun = { prepared, engine: given, style: { percentile: given.percentile }, out, report, context };
  if (given.image === undefined) {
    if (sheet) throw new GipfelError("OPTION_INVALID", "--method all is about one image: --image names it");
    await explainAll(run, { classes: given.classes ?? null, limit: given.limit ?? null, formats: given.formats });
    return;
  }
  const image = /^\d+$/.test(given.image) ? given.image : callerPath(given.image);
  await (sheet ? drawSheet(run, image, methods) : explainOne(run, image));
}
