/** Fresh images of the demo as a data set `toys`, and analyses of them by a server. */
import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ServerOptions } from "../../apps/server/src/index.js";
import { createClient } from "../../packages/client/src/index.js";
import type { AnalysisSettings } from "../../packages/contracts/src/index.js";
import { demoModel } from "../../packages/partworld/src/index.js";
import { drawImages } from "./demo-data.js";

/** Draws the images into `data/toys` below the root. @returns where a server finds them and keeps what it makes */
export async function drawToys(
  root: string,
  imagesPerClass: number,
): Promise<Required<Pick<ServerOptions, "dataRoot" | "state">>> {
  const dataRoot = join(root, "data");
  await mkdir(dataRoot);
  await rename(await drawImages(join(root, "drawn"), imagesPerClass), join(dataRoot, "toys"));
  return { dataRoot, state: join(root, "state") };
}

/** Has a server analyse the toys with the demo's network, four concepts in each layer. @returns the analysis' id */
export async function analyseToys(url: string, settings: Partial<AnalysisSettings> = {}): Promise<string> {
  const service = createClient({ baseUrl: url });
  const demo = demoModel();
  const { id: modelId } = await service.uploadModel({
    body: new Uint8Array(await readFile(demo.model)),
    query: { name: "toy.onnx" },
  });
  await settled(async () => (await service.showModel({ params: { model: modelId } })).status);
  const { id: datasetId } = await service.registerDataset({ body: { path: "toys" } });
  const labels = JSON.parse(await readFile(demo.labels, "utf8")) as string[];
  const { id } = await service.createAnalysis({
    body: { modelId, datasetId, settings: { labels, preprocess: "unit", clusters: 4, ...settings } },
  });
  const status = await settled(async () => (await service.showAnalysis({ params: { analysis: id } })).status);
  if (status !== "finished") throw new Error(`the analysis of the toys is ${status}`);
  return id;
}

/** The status of a model or an analysis once the server is done with it. */
export async function settled<S extends string>(ask: () => Promise<S>): Promise<S> {
  for (;;) {
    const status = await ask();
    if (!["checking", "queued", "running"].includes(status)) return status;
    await delay(100);
  }
}
