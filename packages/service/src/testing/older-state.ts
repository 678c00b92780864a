/** A small state of version 0.1.0, with a model, images, a finished analysis, and what users made of it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Service } from "../service.js";
import { unpackZip } from "../zip/unpack-zip.js";
import { graphIn } from "./read-text.js";

export const olderIds = {
  model: "01a22e90-d6ba-7733-b2d1-a08672b57f38",
  dataset: "01a22e90-fcd4-70fb-a17c-9a200e4da2b7",
  analysis: "01a22e90-fe3b-7371-9543-2e008e034790",
  explanation: "01a22e91-11c8-72d3-aa6b-f5edfc1d7b20",
  view: "01a22e91-2fcb-735c-89fe-9b46c745e8e8",
  node: "1_Relu_output_0/0",
  path: "01a22e91-2fd9-75b1-9853-7b5e61e01819",
} as const;

/** Of an analysis like the one in it. */
export const olderSettings = { labels: ["bar", "stripe"], preprocess: "unit", layers: "all" as const, clusters: 2 };

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/state-0.1.0/${name}`, import.meta.url));

/** The same records as statements for PostgreSQL. */
export const olderSql = fixture("store.sql");

/** @param use is given a copy of the state, which is gone after it */
export async function withOlderState<T>(use: (state: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "gipfel-older-"));
  try {
    const state = join(folder, "state");
    const refuse = (problem: string) => new Error(`the fixture ${problem}`);
    const limits = { entries: 1000, bytes: 2 ** 24 };
    await unpackZip(fixture("state.zip"), state, { limits, refuse: refuse as never, accepts: () => true });
    return await use(state);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All that was in the state is there, as this version shows it. */
export async function expectOlderContent(service: Service): Promise<void> {
  const page = { limit: 50 };
  const { model, analysis, explanation, view, node, path } = olderIds;
  expect(await service.models.show(model)).toMatchObject({ status: "ready", name: "small.onnx" });
  expect(await service.datasets.list(page)).toMatchObject({ items: [{ name: "patterns", images: 6 }] });
  expect(await service.analyses.show(analysis)).toMatchObject({ status: "finished", name: "first" });
  expect(await service.results.list(page)).toMatchObject({ items: [{ id: analysis }] });
  expect(
    (await graphIn(service.results.graph(analysis, "0", { quantity: "contribution" }))).nodes.length,
  ).toBeGreaterThan(2);
  expect((await service.explanations.show(explanation)).results).toHaveLength(1);
  expect(await service.views.show(analysis, view)).toMatchObject({ content: { names: { [node]: "edge" } } });
  expect(await service.annotations.list(analysis, page)).toMatchObject({ items: [{ node, note: "a note" }] });
  expect(await service.studies.showPath(analysis, path)).toMatchObject({ status: "finished" });
  expect(await service.store.tokens.list()).toMatchObject([{ name: "reader" }]);
}
