import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { demoModel, writePartWorld } from "@gipfel/partworld";
import { defaultOptions, type EngineChoice, resolveDevice } from "@gipfel/pipeline";
import { SingleBar } from "cli-progress";
import type { Command } from "commander";
import { withEngineChoice } from "../engine-arguments.js";
import { callerPath, defaultThreads } from "../environment.js";
import { interruptible } from "../interruption.js";
import { createReport } from "../report.js";
import { analyze } from "./analyze.js";
import { defaultPort, serve } from "./serve.js";

interface DemoArguments extends EngineChoice {
  readonly out: string;
  readonly images: string;
  readonly host: string;
  readonly port: string;
  readonly serve: boolean;
}

/** A seed that the demo network was not trained on. */
const freshSeed = 1;

export function addDemo(program: Command): void {
  withEngineChoice(program.command("demo"))
    .description("draw the PartWorld images, analyse the demo network on them, and show its graphs")
    .option("--out <dir>", "folder for images and results", ".gipfel/demo")
    .option("--images <n>", "images per class", "60")
    .option("--host <host>", "address to listen on", "127.0.0.1")
    .option("--port <port>", "port, 0 for any free one", String(defaultPort))
    .option("--no-serve", "only draw and analyse")
    .action(async (given: DemoArguments) => {
      const root = callerPath(given.out);
      const choice = { engine: given.engine, device: resolveDevice(given) };
      const analysis = join(root, analysisFolder(choice));
      if (!existsSync(join(analysis, "analysis.json"))) await prepareDemo(root, analysis, Number(given.images), choice);
      if (!given.serve) return;
      const sources = { model: demoModel().model, data: join(root, "images") };
      const state = join(root, "state");
      await serve({ directories: [analysis], sources, state, host: given.host, port: Number(given.port) });
    });
}

/** Engines agree but for the last digits: each has a folder of its own. */
function analysisFolder({ engine, device }: EngineChoice): string {
  const { engine: usual, device: best } = defaultOptions;
  const isUsual = engine === usual && device === resolveDevice({ engine: usual, device: best });
  return isUsual ? "analysis" : `analysis-${engine}-${device}`;
}

async function prepareDemo(
  root: string,
  analysis: string,
  imagesPerClass: number,
  choice: EngineChoice,
): Promise<void> {
  const images = join(root, "images");
  if (!existsSync(join(root, "drawn"))) await draw(root, imagesPerClass);
  const { model, labels, preprocessing } = demoModel();
  const report = createReport(false);
  const request = {
    paths: { model, labels, preprocess: preprocessing, data: images },
    options: { ...defaultOptions, ...choice, threads: defaultThreads },
    out: analysis,
    resume: existsSync(analysis),
  };
  await interruptible((signal) => analyze(request, report, signal)).finally(() => report.stop());
}

async function draw(root: string, imagesPerClass: number): Promise<void> {
  const bar = new SingleBar({
    format: "Drawing PartWorld {bar} {value}/{total} images",
    stream: process.stderr,
    hideCursor: true,
    barsize: 24,
    barCompleteChar: "█",
    barIncompleteChar: "░",
  });
  let started = false;
  await writePartWorld(root, {
    seed: freshSeed,
    imagesPerClass,
    onProgress: (done, total) => {
      if (started) bar.update(done);
      else bar.start(total, done);
      started = true;
    },
  });
  bar.stop();
  await writeFile(join(root, "drawn"), "");
}
