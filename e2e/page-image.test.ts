/**
 * One image in the graph of a class, and the graph taken away, in a browser against a service that does the work. Needs
 * Chromium, at CHROMIUM_PATH or /usr/bin/chromium, and skips without.
 */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startServer } from "../apps/server/src/index.js";
import { buildPage, chromiumPath, launchBrowser } from "../apps/web/e2e/browser.js";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { createClient } from "../packages/client/src/index.js";
import { parseGraphDocument } from "../packages/contracts/src/index.js";
import { demoModel } from "../packages/partworld/src/index.js";
import { drawImages } from "./testing/demo-data.js";

const hasBrowser = existsSync(chromiumPath);
const title = hasBrowser ? "one image" : `one image (skipped: no Chromium at ${chromiumPath})`;
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** Job processes that run the sources, as this test does. */
const jobProcess = {
  file: file("../packages/service/src/process/job-main.ts"),
  execArgv: ["--import", file("../packages/service/src/testing/typescript-hooks.mjs"), "--conditions", "source"],
};
const computed = { timeout: 60_000 };

describe.skipIf(!hasBrowser)(title, () => {
  let root: string;
  let analysis: string;
  let server: Awaited<ReturnType<typeof startServer>>;
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  let page: Awaited<ReturnType<typeof browser.newPage>>;
  let complaints: string[];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "gipfel-page-image-"));
    await mkdir(join(root, "data"));
    await rename(await drawImages(join(root, "drawn"), 4), join(root, "data", "toys"));
    await writeFakeAnalysis(join(root, "fake"));
    await buildPage(join(root, "page"));
    const place = { directories: [join(root, "fake")], host: "127.0.0.1", port: 0, pageRoot: join(root, "page") };
    server = await startServer({ ...place, jobProcess, dataRoot: join(root, "data"), state: join(root, "state") });
    analysis = await analyse(server.url);
    browser = await launchBrowser();
  });
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

  async function analyse(url: string): Promise<string> {
    const service = createClient({ baseUrl: url });
    const demo = demoModel();
    const { id: modelId } = await service.uploadModel({
      body: await readFile(demo.model),
      query: { name: "toy.onnx" },
    });
    const patiently = { ...computed, interval: 300 };
    const model = { params: { model: modelId } };
    await vi.waitFor(async () => expect((await service.showModel(model)).status).toBe("ready"), patiently);
    const { id: datasetId } = await service.registerDataset({ body: { path: "toys" } });
    const names = JSON.parse(await readFile(demo.labels, "utf8")) as string[];
    const settings = { labels: names, preprocess: "unit" as const, clusters: 4, classes: ["cat", "owl"] };
    const { id } = await service.createAnalysis({ body: { modelId, datasetId, settings } });
    const made = { params: { analysis: id } };
    await vi.waitFor(async () => expect((await service.showAnalysis(made)).status).toBe("finished"), patiently);
    return id;
  }

  const open = async (query: string, of = analysis, classId = "cat") => {
    await page.goto(`${server.url}graph?analysis=${of}&class=${classId}${query}`);
    await page.locator(".headings .column").first().waitFor();
  };
  const panel = () => page.getByRole("complementary", { name: "Details" });
  const words = () => page.locator(".words > p[aria-live]").textContent();
  const traced = () => panel().getByRole("heading", { name: "What the network says" }).waitFor(computed);

  it("lays an image of the data set over the graph, alone and as a difference, and a link shows the same", async () => {
    await open("&panel=image");
    expect(await words()).toContain("of the attribution of cat");
    await panel()
      .getByRole("button", { name: /^Trace image/ })
      .first()
      .click();
    await traced();
    await expect.poll(words).toContain("of this image’s attribution");
    await panel().getByText("Difference", { exact: true }).last().click();
    await expect.poll(() => page.getByText("more than in the class").count()).toBe(1);
    await page.reload();
    await traced();
    await expect.poll(() => page.getByText("more than in the class").count()).toBe(1);
    await panel().getByRole("button", { name: "Put it away" }).click();
    await expect.poll(() => page.getByText("raises its target").count()).toBe(1);
  });

  it("traces an image of the reader's own, and explains it by the methods that are chosen", async () => {
    await open("&panel=image");
    const owls = join(root, "data", "toys", "owl");
    await panel()
      .locator("input[type=file]")
      .setInputFiles(join(owls, (await readdir(owls))[0]!));
    await traced();
    const predictions = panel().getByRole("list", { name: "Predictions for this image" });
    expect(await predictions.getByRole("button", { name: /cat/ }).getAttribute("aria-current")).toBe("true");
    await panel().getByText("4 of 11 methods").click();
    for (const method of ["Gradient × input", "Grad-CAM", "Layer-wise relevance propagation"])
      await panel().getByRole("checkbox", { name: method, exact: true }).uncheck();
    await panel().getByRole("button", { name: "Make heat maps" }).click();
    const maps = panel().getByRole("list", { name: "Heat maps by method" });
    await expect.poll(() => maps.locator("canvas").count(), computed).toBe(1);
    expect(await maps.textContent()).toMatch(/Integrated gradients\s+residual [\d.]+ %/);
  });

  it("says of a folder why it cannot", async () => {
    await open("&panel=image", "fake", "ambulance");
    await panel().getByText("gipfel serve --state DIR").waitFor();
  });

  it("gives the picture, whole and part of the graph, and paper", async () => {
    await open("&panel=export&share=0.5");
    const taken = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        panel().getByRole("button", { name, exact: true }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    const svg = await taken("SVG");
    expect(svg.name).toBe("cat.svg");
    const text = svg.bytes.toString();
    expect(text).toContain('href="data:image/png;base64,');
    expect(text).not.toMatch(/href="(blob|http)/);
    const png = await taken("PNG");
    const [, width] = text.match(/<svg[^>]* width="(\d+)"/)!;
    expect(png.bytes.readUInt32BE(16)).toBe(2 * Number(width));

    const whole = parseGraphDocument(JSON.parse((await taken("JSON")).bytes.toString()));
    await panel().getByText("As shown", { exact: true }).click();
    const part = parseGraphDocument(JSON.parse((await taken("JSON")).bytes.toString()));
    expect(part.edges.length).toBeLessThan(whole.edges.length);
    const [shown] = (await words())!.match(/[\d,]+(?= of [\d,]+ edges)/)!;
    expect(part.edges.length).toBe(Number(shown));

    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.locator(".printed > svg").isVisible()).toBe(true);
    expect(await page.getByRole("tab").count()).toBe(0);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--raised"))).toMatch(
      /^#fff(fff)?$/,
    );
  });
});
