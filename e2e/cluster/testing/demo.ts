/** Analyses of the demo that tests disturb, each with what `gipfel analyze` leaves of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "../../../packages/client/src/index.js";
import type { AnalysisSettings, ServiceAnalysis } from "../../../packages/contracts/src/index.js";
import { demoModel } from "../../../packages/partworld/src/index.js";
import { demoSubject, drawImages } from "../../testing/demo-data.js";
import { fingerprint, run } from "../../testing/program.js";
import { persistently } from "./persistently.js";

/** The API knows preprocessings by name only. */
const preprocess = "unit";

/** An analysis in the words of the API and of the command line. */
export interface Subject {
  readonly name: string;
  readonly settings: Partial<AnalysisSettings>;
  readonly options: readonly string[];
}

/** All phases in one, and the others with a shape of their own. */
export const subjects: readonly Subject[] = [
  {
    name: "mean baselines and edges by quadrature",
    settings: { baseline: "mean", layers: ["stem", "block1", "conv4"], clusters: 4, tolerance: 0.1 },
    options: ["--baseline", "mean", "--layers", "stem,block1,conv4", "--clusters", "4", "--tolerance", "0.1"],
  },
  {
    name: "all layers",
    settings: { layers: "all", clusters: 4 },
    options: ["--layers", "all", "--clusters", "4"],
  },
  {
    name: "classes apart",
    settings: { layers: ["block1", "conv3", "conv4"], clusters: 3, scope: "class", classes: ["bus", "cat", "owl"] },
    options: [
      ...["--layers", "block1,conv3,conv4", "--clusters", "3"],
      ...["--scope", "class", "--classes", "bus,cat,owl"],
    ],
  },
];

/** @returns the data root, whose folder `images` has a folder for each class */
export async function drawDemo(folder: string, imagesPerClass: number): Promise<string> {
  const dataRoot = join(folder, "data");
  await drawImages(dataRoot, imagesPerClass);
  return dataRoot;
}

/** Hashes of the files that `gipfel analyze` writes, but its times, by path. */
export async function expectedFiles(folder: string, dataRoot: string, { options }: Subject) {
  const out = join(folder, options.join(""));
  const subject = [...demoSubject(join(dataRoot, "images")), "--preprocess", preprocess];
  const { code, stderr } = await run("analyze", ...subject, "--out", out, ...options);
  if (code !== 0) throw new Error(stderr);
  return fingerprint(out);
}

export interface UploadedDemo {
  readonly modelId: string;
  readonly datasetId: string;
}

/** A model that is ready and a data set. */
export async function uploadDemo(client: Client): Promise<UploadedDemo> {
  const body = new Uint8Array(readFileSync(demoModel().model));
  const model = await persistently((signal) =>
    client.uploadModel({ query: { name: "partworld.onnx" }, body, signal, idempotencyKey: "model" }),
  );
  const dataset = await persistently((signal) =>
    client.registerDataset({ body: { path: "images" }, signal, idempotencyKey: "dataset" }),
  );
  for (;;) {
    const { status } = await persistently((signal) => client.showModel({ params: { model: model.id }, signal }));
    if (status === "ready") return { modelId: model.id, datasetId: dataset.id };
    if (status === "refused") throw new Error("the demo's model was refused");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** @param key as often as it is asked for, there is one analysis with it */
export function analyse(client: Client, demo: UploadedDemo, { name, settings }: Subject, key: string) {
  const labels = JSON.parse(readFileSync(demoModel().labels, "utf8")) as string[];
  const body = { ...demo, name, settings: { labels, preprocess, ...settings } };
  return persistently((signal) => client.createAnalysis({ body, signal, idempotencyKey: key }));
}

/** Resolves when the analysis has ended in one way or another. */
export async function ended(client: Client, id: string): Promise<ServiceAnalysis> {
  for (;;) {
    const analysis = await persistently((signal) => client.showAnalysis({ params: { analysis: id }, signal }));
    if (["finished", "failed", "cancelled"].includes(analysis.status)) return analysis;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Seconds that the command line takes for all subjects on an idle machine of two cores. */
const usualSeconds = 12;
const maxSlowness = 4;

/**
 * What the command line leaves of each subject, and how many times longer than usual it took: where the machine is busy,
 * programs shall still come up and jobs get somewhere between faults.
 */
export async function expectations(folder: string, dataRoot: string) {
  const start = performance.now();
  const expected: Awaited<ReturnType<typeof expectedFiles>>[] = [];
  for (const subject of subjects) expected.push(await expectedFiles(folder, dataRoot, subject));
  const slowness = (performance.now() - start) / 1000 / usualSeconds;
  return { expected, slowness: Math.min(maxSlowness, Math.max(1, slowness)) };
}
