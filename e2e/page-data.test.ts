/**
 * What the page tells of classes, concepts, edges and analyses to come beside the graph, in a browser against a service
 * that does the work. Needs Chromium, at CHROMIUM_PATH or /usr/bin/chromium, and skips without.
 */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startServer } from "../apps/server/src/index.js";
import { buildPage, chromiumPath, launchBrowser } from "../apps/web/e2e/browser.js";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { createClient } from "../packages/client/src/index.js";
import { randomGraphDocument } from "../packages/graph/src/testing/random-graph.js";
import { demoModel } from "../packages/partworld/src/index.js";
import { drawImages } from "./testing/demo-data.js";

const hasBrowser = existsSync(chromiumPath);
const title = hasBrowser ? "data beside the graph" : `data beside the graph (skipped: no Chromium at ${chromiumPath})`;
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** Job processes that run the sources, as this test does. */
const jobProcess = {
  file: file("../packages/service/src/process/job-main.ts"),
  execArgv: ["--import", file("../packages/service/src/testing/typescript-hooks.mjs"), "--conditions", "source"],
};
const patience = { timeout: 120_000, interval: 300 };

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 300));
}

describe.skipIf(!hasBrowser)(title, () => {
  let root: string;
  let server: Awaited<ReturnType<typeof startServer>>;
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  let page: Awaited<ReturnType<typeof browser.newPage>>;
  let complaints: string[];
  let analysis: string;
  let refused: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "gipfel-page-data-"));
    await mkdir(join(root, "data"));
    await rename(await drawImages(join(root, "drawn"), 4), join(root, "data", "toys"));
    await writeFakeAnalysis(join(root, "fake"), 1);
    // One class whose graph is more than a page loads.
    const large = randomGraphDocument({ layers: 6, nodesPerLayer: 200, edges: 3000, seed: 1 });
    const nodes = large.nodes.map((node) => ({ ...node, examples: [] }));
    await writeFile(join(root, "fake", "graphs", "sailboat.json"), JSON.stringify({ ...large, nodes }));
    await buildPage(join(root, "page"));
    server = await startServer({
      ...{ directories: [join(root, "fake")], host: "127.0.0.1", port: 0, pageRoot: join(root, "page"), jobProcess },
      ...{ dataRoot: join(root, "data"), state: join(root, "state") },
    });
    browser = await launchBrowser();
    const service = createClient({ baseUrl: server.url });
    const upload = async (path: string) => service.uploadModel({ body: new Uint8Array(await readFile(path)) });
    const model = await upload(demoModel().model);
    await writeFile(join(root, "broken.onnx"), "no network");
    refused = (await upload(join(root, "broken.onnx"))).id;
    const dataset = await service.registerDataset({ body: { path: "toys" } });
    const statusOf = async (id: string) => (await service.showModel({ params: { model: id } })).status;
    await until(async () => (await statusOf(model.id)) === "ready" && (await statusOf(refused)) === "refused");
    const settings = { clusters: 4, preprocess: "unit" };
    analysis = (await service.createAnalysis({ body: { modelId: model.id, datasetId: dataset.id, settings } })).id;
    const ended = async () => (await service.showAnalysis({ params: { analysis } })).finishedAt !== null;
    await until(ended);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(root, { recursive: true, force: true });
  });

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
    complaints = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const open = async (of: string, query: string) => {
    await page.goto(`${server.url}graph?analysis=${of}&${query}`);
    await page.locator("canvas.links").waitFor();
  };
  const details = () => page.getByRole("complementary", { name: "Details" });
  const said = async () => (await details().textContent()) ?? "";

  it("orders the classes by likeness, and shows how sure the network is of each", async () => {
    await open(analysis, "class=owl");
    const rows = page.getByRole("list", { name: "Classes" }).getByRole("listitem");
    await expect.poll(() => rows.getByRole("img", { name: /^Probability of/ }).count()).toBe(10);
    expect(await rows.first().getByRole("img").getAttribute("aria-label")).toMatch(/of 4 images$/);
    await page.getByRole("combobox", { name: "Order of the classes" }).selectOption("similarity");
    await expect.poll(() => rows.first().textContent()).toMatch(/owl.*1\.00/s);
    await expect.poll(() => page.url()).toContain("sort=similarity");
    await rows.last().getByRole("link").click();
    await expect.poll(() => rows.first().textContent()).toMatch(/1\.00/);
    expect(await rows.first().getByRole("link").getAttribute("aria-current")).toBe("true");
    expect(page.url()).toContain("sort=similarity");
  });

  it("says of a concept what it does in all classes, and leads to them", async () => {
    await open(analysis, "class=owl&selected=n:conv4/1");
    const chart = details().getByRole("list", { name: "Mean activation of the concept in each class" });
    await expect.poll(() => chart.getByRole("listitem").count()).toBeGreaterThan(7);
    expect(await said()).toMatch(/Strongest over all classes.*patches of owl above.*owl is number \d+ of 10/s);
    const first = chart.getByRole("button").first();
    const name = (await first.textContent())!.trim().split(/\s/)[0]!;
    await first.click();
    await page.getByRole("heading", { level: 2, name }).first().waitFor();
    await expect.poll(said).toMatch(new RegExp(`${name} is number 1 of 10`));
    expect(await details().getByRole("heading", { level: 2 }).textContent()).toBe("concept 1");
  });

  it("finds the images of an edge", async () => {
    const service = createClient({ baseUrl: server.url });
    const { edges } = await service.showGraph({ params: { analysis, class: "owl" }, query: {} });
    const [{ source, target }] = edges as [(typeof edges)[number]];
    await open(analysis, `class=owl&selected=${encodeURIComponent(`e:${source}>${target}`)}`);
    await details().getByRole("button", { name: "Find the images" }).click();
    const found = details().getByRole("listitem", { name: /^image \d+: [+−]/ });
    await expect.poll(() => found.count(), patience).toBeGreaterThan(0);
    expect(await found.count()).toBeLessThanOrEqual(4);
    await page.reload();
    await expect.poll(() => found.count(), patience).toBeGreaterThan(0);
  }, 240_000);

  it("says of a folder why images of an edge cannot be found", async () => {
    await open("fake", "class=ambulance&selected=e:stage5_add/3%3Econv10_relu/2");
    await expect.poll(said).toContain("This needs the network and the images");
    expect(await details().getByRole("button", { name: "Find the images" }).count()).toBe(0);
  });

  it("draws what the server sends of a graph that is too large, with shares of the whole", async () => {
    await open("fake", "class=sailboat&share=1");
    const words = () => page.getByText(/shown by the server/).textContent();
    await expect.poll(words).toMatch(/strongest (9\d\d|1,000) of 1,202 nodes/);
    const share = page.getByText(/of the attribution of/).locator("strong");
    const shown = Number((await share.textContent())!.match(/[\d.]+/)![0]);
    expect(shown).toBeGreaterThan(50);
    expect(shown).toBeLessThan(100);
  });

  it("says what an analysis would take, and why a model cannot be analysed", async () => {
    await page.goto(`${server.url}new`);
    const found = page.getByRole("complementary", { name: "What was found" });
    const text = async () => (await found.textContent()) ?? "";
    await expect.poll(text, patience).toMatch(/no quadrature needed.*40 images of 10 classes, each read\s+once/s);
    expect(await text()).toMatch(/Rough: from one image|Known from an earlier/);
    await page.getByRole("combobox", { name: "Model" }).selectOption(refused);
    await expect.poll(text).toContain("not an ONNX file");
    expect(await page.getByText("This model was refused").count()).toBe(1);
  }, 240_000);
});
