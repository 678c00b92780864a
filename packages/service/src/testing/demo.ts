/** The demo in a folder of its own: images below a data root, and a service over them. */
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnalysisSettings, ServiceAnalysis } from "@gipfel/contracts";
import { openService } from "../open-service.js";
import type { Service } from "../service.js";
import type { ServiceOptions } from "../service-options.js";
import { testJobProcess } from "./job-process.js";
import { demoModel, writePartWorld } from "./part-world.js";

export interface Demo {
  readonly folder: string;
  readonly dataRoot: string;
  readonly state: string;
}

/** A folder with `data/images/<class>/*.png`. */
async function makeDemo(imagesPerClass: number): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), "gipfel-service-"));
  const dataRoot = join(folder, "data");
  await writePartWorld(dataRoot, { seed: 1, imagesPerClass });
  return { folder, dataRoot, state: join(folder, "state") };
}

const removeDemo = ({ folder }: Demo) => rm(folder, { recursive: true, force: true });

/** @param use is given the demo, which is gone after it. */
export async function withDemo<T>(imagesPerClass: number, use: (demo: Demo) => Promise<T>): Promise<T> {
  const demo = await makeDemo(imagesPerClass);
  try {
    return await use(demo);
  } finally {
    await removeDemo(demo);
  }
}

export function openDemo({ state, dataRoot }: Demo, options: Partial<ServiceOptions> = {}): Promise<Service> {
  return openService({ state, dataRoot, jobProcess: testJobProcess, ...options });
}

/** A model that is ready and a data set. */
export async function prepareDemo(service: Service): Promise<{ modelId: string; datasetId: string }> {
  const uploaded = await service.models.upload(createReadStream(demoModel().model), { name: "partworld.onnx" });
  const dataset = await service.datasets.register({ path: "images" });
  const model = await until(
    () => service.models.show(uploaded.id),
    ({ status }) => status !== "checking",
  );
  if (model.status !== "ready") throw new Error(`the demo's model was refused: ${model.error?.message}`);
  return { modelId: model.id, datasetId: dataset.id };
}

/** The demo with a service that has its model and images. */
export interface PreparedDemo extends Demo {
  readonly service: Service;
  readonly subject: { readonly modelId: string; readonly datasetId: string };
  close(): Promise<void>;
}

/** The demo with an analysis that is finished. */
export interface AnalysedDemo extends PreparedDemo {
  readonly id: string;
}

export async function openPreparedDemo(imagesPerClass: number): Promise<PreparedDemo> {
  const demo = await makeDemo(imagesPerClass);
  const service = await openDemo(demo);
  const close = async () => {
    await service.close();
    await removeDemo(demo);
  };
  return { ...demo, service, subject: await prepareDemo(service), close };
}

export async function openAnalysedDemo(
  imagesPerClass: number,
  settings: Partial<AnalysisSettings> = {},
): Promise<AnalysedDemo> {
  const demo = await openPreparedDemo(imagesPerClass);
  const { service, subject } = demo;
  const { id } = await service.analyses.create({ ...subject, settings: { ...(await demoSettings()), ...settings } });
  await ended(service, id);
  return { ...demo, id };
}

/** What makes an analysis of the demo short. */
export async function demoSettings(): Promise<Partial<AnalysisSettings>> {
  const labels = JSON.parse(await readFile(demoModel().labels, "utf8")) as string[];
  return { labels, preprocess: "unit", layers: "all", clusters: 4 };
}

export async function until<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function ended(service: Service, id: string): Promise<ServiceAnalysis> {
  return until(
    () => service.analyses.show(id),
    ({ status }) => ["finished", "failed", "cancelled"].includes(status),
  );
}
