/** Every link and button of every page, on a folder that is live, and on one that is read-only. */
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { classNames, demoModel } from "../packages/partworld/src/index.js";
import { defaultOptions, prepareAnalysis, runAnalysis, writeSources } from "../packages/pipeline/src/index.js";
import { crawl } from "./testing/crawl.js";
import { drawImages } from "./testing/demo-data.js";
import { describePage } from "./testing/describe-page.js";

/** Analyzes a few images of the demo as `gipfel analyze` does. */
async function analyzeDemo(root: string): Promise<string> {
  const data = await drawImages(root, 3);
  const { model, labels, preprocessing } = demoModel();
  const paths = { model, labels, preprocess: preprocessing, data };
  const out = join(root, "results");
  const prepared = await prepareAnalysis(paths, { ...defaultOptions, clusters: 4, threads: 1 });
  await runAnalysis(prepared, out, false);
  await writeSources(out, prepared, paths);
  return out;
}

describe.each([
  ["live", true],
  ["read-only", false],
] as const)("a folder that is %s", (_, isLive) => {
  const prepare = async (root: string) => {
    const out = await analyzeDemo(root);
    if (isLive) return { directories: [out], state: join(root, "state") };
    await cp(out, join(root, "copy"), { recursive: true });
    await rm(join(root, "copy", "sources.json"));
    return { directories: [join(root, "copy")] };
  };

  describePage("a crawl", { prepare, context: { acceptDownloads: true } }, (tests) => {
    let analysis: string;

    beforeAll(async () => {
      const reply = await fetch(`${tests.url}api/results`);
      analysis = ((await reply.json()) as { items: { id: string }[] }).items[0]!.id;
    });

    it("is live where it says so", () => {
      expect(/^[0-9a-f-]{36}$/.test(analysis)).toBe(isLive);
    });

    it.each([
      ["the first page and the form", () => ["", "new"]],
      ["the analysis", () => [`analysis?analysis=${analysis}`, `analysis?analysis=${analysis}&class=owl`]],
      ["a graph, concepts and panels", () => [`graph?analysis=${analysis}&class=owl`]],
      ["a comparison and files", () => [`compare?analysis=${analysis}&class=owl`, "document", "nowhere"]],
    ])("finds no bounce, no error and no dead end: %s", async (_name, starts) => {
      const { faults, steps } = await crawl(tests.page, tests.url, starts(), classNames);
      expect(faults).toEqual([]);
      expect(steps).toBeGreaterThan(10);
    });
  });
});
