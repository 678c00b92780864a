import { createHash, randomBytes } from "node:crypto";
import type { Analysis, Dataset, Model, Store, StoreOptions } from "../index.js";

/** An empty database and artifact folder of a test's own, which any number of stores open. */
export interface StorePlace {
  readonly url: string;
  readonly artifacts: string;
  open(options?: Pick<StoreOptions, "clock" | "logger">): Promise<Store>;
  /** Fails where the database itself finds something wrong with its files. */
  check(): Promise<void>;
  /** Closes all stores opened here, and removes everything. */
  remove(): Promise<void>;
}

export type MakePlace = () => Promise<StorePlace>;

export const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");

/** An id that nothing has. */
export const unknownId = "01900000-0000-7000-8000-000000000000";

export async function addModel(store: Store, name = "model"): Promise<Model> {
  const { hash, bytes } = await store.artifacts.put(randomBytes(20));
  return store.models.create({ name, format: "onnx", hash, bytes, inspection: null });
}

export async function addDataset(store: Store, name = "data set"): Promise<Dataset> {
  return store.datasets.create({
    name,
    path: "photographs",
    hash: null,
    images: 3,
    classes: [{ name: "a", images: 3 }],
  });
}

/** A queued analysis, with a model and a data set of its own. */
export async function addAnalysis(store: Store): Promise<Analysis> {
  const model = await addModel(store);
  const dataset = await addDataset(store);
  return store.analyses.create({ name: "analysis", modelId: model.id, datasetId: dataset.id, options: { seed: 0 } });
}

/** A running analysis with pending shards. */
export async function addRunning(store: Store, keys: readonly string[] = ["0"]): Promise<Analysis> {
  const { id } = await addAnalysis(store);
  await store.shards.plan(
    id,
    keys.map((key) => ({ phase: "collect", key })),
  );
  let started: Analysis | undefined;
  while (started?.id !== id) {
    started = await store.analyses.startNext(Number.MAX_SAFE_INTEGER);
    if (!started) throw new Error("the analysis did not start");
  }
  return started;
}

/** A clock that stands still until it is moved. */
export function createClock(start = "2026-01-01T00:00:00.000Z") {
  let time = new Date(start).getTime();
  return {
    read: () => new Date(time),
    advance(seconds: number) {
      time += seconds * 1000;
    },
  };
}
