/**
 * Pinning a subgraph, editing concepts, and keeping both as views, in a browser against a service with an analysis of
 * the demo, and on a folder that no evidence stands behind. Needs Chromium, at CHROMIUM_PATH or /usr/bin/chromium, and
 * skips without.
 */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startServer } from "../apps/server/src/index.js";
import { buildPage, chromiumPath, launchBrowser } from "../apps/web/e2e/browser.js";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { createClient } from "../packages/client/src/index.js";
import { demoModel } from "../packages/partworld/src/index.js";
import { drawImages } from "./testing/demo-data.js";

const hasBrowser = existsSync(chromiumPath);
const title = hasBrowser ? "pins and concepts" : `pins and concepts (skipped: no Chromium at ${chromiumPath})`;
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** Job processes that run the sources, as this test does. */
const jobProcess = {
  file: file("../packages/service/src/process/job-main.ts"),
  execArgv: ["--import", file("../packages/service/src/testing/typescript-hooks.mjs"), "--conditions", "source"],
};

/** A finished analysis of the demo, with four concepts in each layer. @returns its id */
async function analyseDemo(baseUrl: string): Promise<string> {
  const service = createClient({ baseUrl });
  const until = async <T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> => {
    for (;;) {
      const value = await ask();
      if (holds(value)) return value;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const dataset = await service.registerDataset({ body: { path: "toys" } });
  const uploaded = await service.uploadModel({ body: new Uint8Array(await readFile(demoModel().model)) });
  const model = { model: uploaded.id };
  await until(
    () => service.showModel({ params: model }),
    ({ status }) => status !== "checking",
  );
  const labels = JSON.parse(await readFile(demoModel().labels, "utf8")) as string[];
  const { id } = await service.createAnalysis({
    body: {
      modelId: uploaded.id,
      datasetId: dataset.id,
      settings: { labels, preprocess: "unit", clusters: 4, classes: ["car", "cat"] },
    },
  });
  const { status } = await until(
    () => service.showAnalysis({ params: { analysis: id } }),
    ({ status }) => status !== "queued" && status !== "running",
  );
  expect(status).toBe("finished");
  return id;
}

describe.skipIf(!hasBrowser)(title, () => {
  let root: string;
  let server: Awaited<ReturnType<typeof startServer>>;
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  let page: Awaited<ReturnType<typeof browser.newPage>>;
  let analysis: string;
  let complaints: string[];
  /** What the browser itself says of replies that are no success, where a test asks for them. */
  let expected: RegExp | null;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "gipfel-pins-"));
    await mkdir(join(root, "data"));
    await rename(await drawImages(join(root, "drawn"), 2), join(root, "data", "toys"));
    await writeFakeAnalysis(join(root, "fake"), 1);
    await buildPage(join(root, "page"));
    server = await startServer({
      ...{ directories: [join(root, "fake")], host: "127.0.0.1", port: 0, pageRoot: join(root, "page"), jobProcess },
      ...{ dataRoot: join(root, "data"), state: join(root, "state") },
    });
    analysis = await analyseDemo(server.url);
    browser = await launchBrowser();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(root, { recursive: true, force: true });
  });

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
    complaints = [];
    expected = null;
    page.on("console", (message) => {
      const isComplaint = message.type() === "error" || message.type() === "warning";
      if (isComplaint && !expected?.test(message.text())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: 20_000 });
  const open = async (query: string) => {
    await page.goto(`${server.url}graph?${query}`);
    await page.locator(".headings .column").first().waitFor();
  };
  const panel = () => page.getByRole("complementary", { name: "Details" });
  const text = async () => (await panel().textContent())?.replace(/\s+/g, " ") ?? "";
  const parameter = (name: string) => new URL(page.url()).searchParams.get(name);
  const tab = (name: string) => page.getByRole("tab", { name }).click();
  const shown = async () => (await page.getByText(/concepts, .* of the attribution/).textContent()) ?? "";

  it("pins by key, button and click, groups, and shows only what is pinned", async () => {
    await open("analysis=fake&class=ambulance&share=1&selected=n:stage5_add/3");
    await page.locator(".canvas").focus();
    await page.keyboard.press("p");
    await page.keyboard.press("ArrowLeft");
    await panel().getByRole("button", { name: "Pin", exact: true }).click();
    await eventually(() => parameter("pins")).toMatch(/^stage5_add\/3,\w+\/\d+$/);
    await tab("Pinned");
    await eventually(text).toMatch(/2 pinned.*Carried alone [\d.]+ %.*Through them [\d.]+ %.*Edges [1-9]/);
    await panel()
      .getByRole("checkbox", { name: /^Choose stage5/ })
      .check();
    await panel().getByRole("textbox", { name: "Name of the group" }).fill("wheels; left");
    await page.keyboard.press("Enter");
    await eventually(text).toContain("wheels; left");
    await panel().getByRole("checkbox", { name: "Show only these" }).check();
    await eventually(shown).toMatch(/^\s*2 of .* concepts, [1-9] of/);
    await eventually(() => parameter("only")).toBe("pins");
    await page.reload();
    await eventually(shown).toMatch(/^\s*2 of .* concepts, [1-9] of/);
    await eventually(text).toMatch(/wheels; left.*Views are kept by the service.*Copy a link to this/);
    await page.getByRole("button", { name: /^Only 2 pinned/ }).click();
    await eventually(shown).not.toMatch(/^\s*2 of/);
    await panel()
      .getByRole("button", { name: /^Unpin stage5/ })
      .click();
    expect(await text()).not.toContain("wheels");
    await panel().getByRole("button", { name: "Clear" }).click();
    await eventually(text).toContain("Nothing is pinned");
  });

  it("says what only another analysis can tell", async () => {
    expected = /409/;
    await open("analysis=fake&class=ambulance&panel=concepts&selected=n:stage5_add/3");
    await panel().getByRole("button", { name: "Split in two" }).click();
    await eventually(text).toMatch(/Only another analysis can tell.*can be merged and named here/);
    expect(await panel().getByRole("button", { name: "Find" }).isDisabled()).toBe(true);
    expect(await page.getByText(/not saved/).count()).toBe(0);
  });

  it("merges, splits, counts anew and names concepts, takes each back, and keeps them in a view", async () => {
    await open(`analysis=${analysis}&class=car&panel=concepts&selected=l:conv4&share=1`);
    const rows = () =>
      panel()
        .getByRole("list", { name: /^Concepts of/ })
        .getByRole("listitem")
        .count();
    const tick = (name: string) =>
      panel()
        .getByRole("checkbox", { name: `Choose ${name}`, exact: true })
        .click();
    const all = await shown();
    await eventually(rows).toBe(4);
    await tick("concept 1");
    await tick("concept 3");
    await panel().getByRole("button", { name: "Merge 2" }).click();
    await eventually(rows).toBe(3);
    expect(await text()).toMatch(/Concepts ?4 ?3 ?Silhouette/);
    await panel().getByRole("button", { name: "Split in two" }).click();
    await eventually(rows).toBe(4);
    await panel().getByRole("spinbutton", { name: "Number of concepts" }).fill("6");
    await panel().getByRole("button", { name: "Find" }).click();
    await eventually(rows).toBe(6);
    await panel().getByRole("textbox", { name: "Name of concept 5" }).fill("round things");
    await page.keyboard.press("Enter");
    const bar = page.getByRole("region", { name: "Edits of concepts" });
    await eventually(() => bar.textContent()).toContain("4 edits not saved");
    await bar.getByRole("button", { name: "Reset" }).click();
    await eventually(rows).toBe(4);
    expect(await shown()).toBe(all);
    expect(await bar.count()).toBe(0);

    await tick("concept 0");
    await tick("concept 2");
    await panel().getByRole("button", { name: "Merge 2" }).click();
    await panel().getByRole("textbox", { name: "Name of concept 0" }).fill("round things");
    await page.keyboard.press("Enter");
    await panel().getByRole("textbox", { name: "Name of the view" }).fill("Fewer");
    await panel().getByRole("button", { name: "Save view" }).click();
    await eventually(() => parameter("view")).toMatch(/^[0-9a-f-]{36}$/);
    await eventually(() => bar.count()).toBe(0);
    await page.reload();
    await eventually(rows).toBe(3);
    await panel().getByRole("button", { name: "Select round things" }).click();
    await tab("Details");
    expect(await panel().getByRole("heading", { level: 2 }).textContent()).toBe("round things");
    await panel().getByRole("row").nth(1).getByRole("button").first().click();
    await tab("Concepts");

    await panel().getByRole("button", { name: "Rename Fewer" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Three");
    await page.keyboard.press("Enter");
    await panel().getByRole("button", { name: "Back to the analysis" }).click();
    await eventually(() => parameter("view")).toBeNull();
    await panel().getByRole("combobox", { name: "Layer" }).selectOption("conv4");
    await eventually(rows).toBe(4);
    await panel()
      .getByRole("button", { name: /^Three/ })
      .click();
    await eventually(() => parameter("view")).not.toBeNull();
    await eventually(rows).toBe(3);
    await panel().getByRole("button", { name: "Delete Three" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await eventually(text).toContain("None yet.");
    await eventually(() => parameter("view")).toBeNull();
  });
});
