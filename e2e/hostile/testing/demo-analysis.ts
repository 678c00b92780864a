/** Analyses of the demo over HTTP. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Dataset, ServiceAnalysis } from "../../../packages/contracts/src/index.js";
import { demoModel, writePartWorld } from "../../../packages/partworld/src/index.js";
import { type HostileServer, uploadModel } from "./hostile-server.js";

export interface Subject {
  readonly modelId: string;
  readonly datasetId: string;
}

/** Uploads the demo's model, and draws and registers images. */
export async function prepareSubject(server: HostileServer, imagesPerClass: number): Promise<Subject> {
  await writePartWorld(join(server.dataRoot, "demo"), { seed: 1, imagesPerClass });
  const model = await uploadModel(server, readFileSync(demoModel().model), "demo.onnx");
  const dataset = await server.request("POST", "/api/datasets", JSON.stringify({ path: "demo/images" }));
  return { modelId: model.id, datasetId: (JSON.parse(dataset.text) as Dataset).id };
}

export async function createAnalysis(server: HostileServer, subject: Subject): Promise<ServiceAnalysis> {
  const labels = JSON.parse(readFileSync(demoModel().labels, "utf8")) as string[];
  const settings = { labels, preprocess: "unit", layers: "all", clusters: 4, classes: ["cat", "owl"] };
  const answer = await server.request("POST", "/api/analyses", JSON.stringify({ ...subject, settings }));
  if (answer.status >= 300) throw new Error(`the analysis was not created: ${answer.text}`);
  return JSON.parse(answer.text) as ServiceAnalysis;
}

export async function showAnalysis(server: HostileServer, id: string): Promise<ServiceAnalysis> {
  return JSON.parse((await server.request("GET", `/api/analyses/${id}`)).text) as ServiceAnalysis;
}

/** The analysis, once it has ended one way or another. */
export async function endOf(server: HostileServer, id: string): Promise<ServiceAnalysis> {
  for (;;) {
    const analysis = await showAnalysis(server, id);
    if (["finished", "failed", "cancelled"].includes(analysis.status)) return analysis;
    await delay(50);
  }
}
