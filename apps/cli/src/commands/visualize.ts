import { defaultVisualizeOptions, prepareVisualisation, type WrittenPicture, writePictures } from "@gipfel/pipeline";
import type { Command } from "commander";
import { type EngineArguments, withEngineOptions } from "../engine-arguments.js";
import { callerPath } from "../environment.js";
import { formatSeconds, formatTable } from "../format.js";
import { interruptible } from "../interruption.js";
import { number } from "../parse-text.js";
import { modelReading, type ReadingArguments, withReadingOptions } from "../reading-arguments.js";
import { createReport, type Report } from "../report.js";
import { preprocessPath } from "../subject-arguments.js";

interface VisualizeArguments extends EngineArguments, ReadingArguments {
  readonly model: string;
  readonly preprocess?: string;
  readonly labels?: string;
  readonly output?: string;
  readonly target?: readonly string[];
  readonly graph?: string;
  readonly class?: string;
  readonly layer?: string;
  readonly out: string;
  readonly steps: number;
  readonly seed: number;
  readonly json?: boolean;
}

export function addVisualize(program: Command): void {
  withEngineOptions(withReadingOptions(program.command("visualize")))
    .description("what a class, a neuron or a concept responds to most: pictures by gradient ascent")
    .requiredOption("--model <file>", "ONNX file, or model.json of a TensorFlow.js model (or its folder)")
    .option(
      "--target <target>",
      "class (name or index), layer:channel, layer:channel@row,column, or a node of --graph; more than once for several",
      (text, before: readonly string[] | undefined) => [...(before ?? []), text],
    )
    .option("--graph <dir>", "analysis folder: without --target all its concepts are drawn")
    .option("--class <name>", "class of --graph whose concepts are meant")
    .option("--layer <name>", "layer of --graph whose concepts are meant")
    .requiredOption("--out <file|dir>", "a file that ends in .png; for several targets a folder")
    .option("--steps <n>", "steps of gradient ascent", number, defaultVisualizeOptions.steps)
    .option("--seed <n>", "seed of the noise it starts from and of the views", number, defaultVisualizeOptions.seed)
    .option(
      "--preprocess <name|file>",
      "imagenet, caffe, tf, unit, cifar10, mnist, raw, or a JSON file; as --graph was made without it",
    )
    .option("--labels <file>", "JSON array of class names in index order")
    .option("--output <name>", "output tensor of the model, where it has several")
    .option("--json", "one JSON object per line")
    .action(async (given: VisualizeArguments) => {
      const report = createReport(given.json ?? false);
      try {
        await interruptible((signal) => visualize(given, report, signal));
      } finally {
        report.stop();
      }
    });
}

async function visualize(given: VisualizeArguments, report: Report, signal: AbortSignal): Promise<void> {
  const context = {
    signal,
    onProgress: report.progress.bind(report),
    onNotice: report.notice.bind(report),
  };
  const start = performance.now();
  const prepared = await prepareVisualisation(
    {
      model: callerPath(given.model),
      labels: given.labels === undefined ? null : callerPath(given.labels),
      preprocess: given.preprocess === undefined ? null : preprocessPath(given.preprocess),
      output: given.output ?? null,
      targets: given.target ?? [],
      graph: given.graph === undefined ? null : callerPath(given.graph),
      graphClass: given.class ?? null,
      graphLayer: given.layer ?? null,
      ...modelReading(given),
    },
    context,
  );
  const pictures = await writePictures(prepared, callerPath(given.out), given, context);
  const seconds = (performance.now() - start) / 1000;
  const { steps, seed } = given;
  report.finish({ pictures, steps, seed, seconds }, describe(pictures, seconds));
}

function describe(pictures: readonly WrittenPicture[], seconds: number): string {
  const rows = pictures.map(({ target, startScore, score, file }) => [
    target.name,
    startScore.toPrecision(3),
    score.toPrecision(3),
    file,
  ]);
  return [
    ...pictures.flatMap(({ target, notes }) => notes.map((note) => `note: ${target.name}: ${note}`)),
    formatTable([["target", "score of noise", "of picture", "file"], ...rows]),
    `${pictures.length} picture${pictures.length === 1 ? "" : "s"} (${formatSeconds(seconds)})`,
  ].join("\n");
}
