// Plans and attributes every network of a folder on random images of two classes, and prints a table of what came out.
//
//   node scripts/architectures/verify.mjs FOLDER [--plan] [--networks a,b] [--layers all|auto] [--images 2] [--batch N]
//                                         [--baseline zero|mean] [--out DIR]
//
// `--plan` stops at the plan; `--images` counts those of a class; `--out` keeps the images and a record of each network.
// FOLDER holds .onnx files, for example from export.py. Exits 1 where a residual is above what the plan promises.
// Needs the built command line: npx tsc -b apps/cli

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { randomImages } from "./random-images.mjs";
import { planTable, resultTable, summarisePlan, summariseSegments } from "./summarise.mjs";

const seed = 20190709;
const classes = 2;
const tolerances = { exact: 1e-4, quadrature: 1e-2 };
const program = new URL("../../apps/cli/dist/main.js", import.meta.url).pathname;
const preload = new URL("measure-memory.mjs", import.meta.url).href;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    plan: { type: "boolean", default: false },
    networks: { type: "string" },
    layers: { type: "string", default: "all" },
    images: { type: "string", default: "2" },
    baseline: { type: "string", default: "zero" },
    batch: { type: "string" },
    out: { type: "string" },
  },
});
const [folder] = positionals;
const imagesPerClass = Number(options.images);
if (!folder || !Number.isInteger(imagesPerClass) || imagesPerClass < 1) {
  console.error(
    "Usage: node scripts/architectures/verify.mjs FOLDER [--networks a,b] [--layers all|auto] [--images N]",
  );
  process.exit(2);
}

/** Runs the command line; its summary, and its peak memory. */
async function gipfel(memoryFile, ...args) {
  const child = spawn(process.execPath, ["--import", preload, program, ...args, "--json"], {
    env: { ...process.env, MEMORY_FILE: memoryFile },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) text += chunk;
  if (child.exitCode === null) await new Promise((done) => child.once("exit", done));
  if (child.exitCode !== 0)
    throw new Error(`gipfel ${args.join(" ")} ended with ${child.exitCode ?? child.signalCode}`);
  return { summary: JSON.parse(text.trim().split("\n").at(-1)), peakBytes: Number(await readFile(memoryFile, "utf8")) };
}

async function verify(model, work) {
  const network = basename(model, ".onnx");
  const memoryFile = join(work, "memory");
  const common = ["--model", model, "--layers", options.layers, "--baseline", options.baseline];
  const { summary: plan } = await gipfel(memoryFile, "inspect", ...common);
  const record = { network, plan: summarisePlan(plan) };
  if (options.plan) return record;
  const data = join(work, `${plan.input.join("x")}.npz`);
  await writeFile(data, randomImages(plan.input, classes, imagesPerClass, seed));
  const out = join(work, network);
  await rm(out, { recursive: true, force: true });
  const batch = options.batch ? ["--batch", options.batch] : [];
  const { summary, peakBytes } = await gipfel(
    memoryFile,
    ...["analyze", ...common, "--data", data, "--out", out, ...batch],
    ...["--clusters", "5", "--threads", "1", "--pairs", "none", "--classes", "0,1"],
  );
  await rm(out, { recursive: true, force: true });
  const { collect, edges, baseline } = summary.phases;
  return {
    ...record,
    segments: summariseSegments(summary.segments),
    secondsPerImage: (collect + edges + baseline) / summary.images,
    phases: summary.phases,
    peakBytes,
  };
}

const work = options.out ? resolve(options.out) : await mkdtemp(join(tmpdir(), "architectures-"));
await mkdir(work, { recursive: true });
const wanted = options.networks?.split(",");
const models = (await readdir(folder))
  .filter((file) => file.endsWith(".onnx") && (!wanted || wanted.includes(basename(file, ".onnx"))))
  .sort();
const records = [];
let failed = false;
for (const model of models) {
  try {
    const record = await verify(join(resolve(folder), model), work);
    records.push(record);
    if (options.out) await writeFile(join(work, `${record.network}.json`), `${JSON.stringify(record, null, 1)}\n`);
    for (const [kind, tolerance] of Object.entries(tolerances)) {
      if ((record.segments?.[kind].residual ?? 0) <= tolerance) continue;
      failed = true;
      console.error(`${model}: ${kind} segments miss completeness by ${record.segments[kind].residual}`);
    }
  } catch (error) {
    failed = true;
    console.error(`${model}: ${error instanceof Error ? error.message : error}`);
  }
}
if (!options.out) await rm(work, { recursive: true, force: true });
console.log(options.plan ? planTable(records) : resultTable(records));
process.exitCode = failed ? 1 : 0;
