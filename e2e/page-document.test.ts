/** Graphs from files in the browser. Needs Chromium, at CHROMIUM_PATH or /usr/bin/chromium, and skips without. */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer } from "../apps/server/src/index.js";
import { buildPage, chromiumPath, launchBrowser, patience } from "../apps/web/e2e/browser.js";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";

const hasBrowser = existsSync(chromiumPath);
const title = hasBrowser ? "graphs from files" : `graphs from files (skipped: no Chromium at ${chromiumPath})`;

const channel = (channel: number, prev: readonly number[]) => ({
  channel,
  count: 100 + channel,
  layer: "",
  pagerank: 0.1,
  prev_channels: prev.map((prev_channel) => ({ prev_channel, inf: 10 * (prev_channel + 1) })),
  attr_channels: [],
});
const summit = { mixed5b: [channel(5, [11, 12]), channel(6, [12])], mixed5a: [channel(11, []), channel(12, [])] };

describe.skipIf(!hasBrowser)(title, () => {
  let root: string;
  let server: Awaited<ReturnType<typeof startServer>>;
  let browser: Awaited<ReturnType<typeof launchBrowser>>;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "gipfel-page-document-"));
    await writeFakeAnalysis(join(root, "analysis"));
    await buildPage(join(root, "page"));
    const directories = [join(root, "analysis")];
    server = await startServer({ directories, host: "127.0.0.1", port: 0, pageRoot: join(root, "page") });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(root, { recursive: true, force: true });
  });

  it("reads a graph of SUMMIT and one of Gipfel, keeps both over a reload, and refuses what is none", async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(`${server.url}document`);
    const file = (name: string, text: string) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
    const files = page.getByLabel("Drop files here, or choose them");
    await files.setInputFiles(file("ag-562.json", JSON.stringify(summit)));
    await page.getByText(/of the attribution of ImageNet class 562/).waitFor();

    await page.goto(`${server.url}document`);
    await files.setInputFiles([
      file("sailboat.json", await readFile(join(root, "analysis", "graphs", "sailboat.json"), "utf8")),
      file("notes.json", "[]"),
    ]);
    await page.getByRole("alert").getByText("notes.json").waitFor();
    await page.reload();
    await page.getByRole("link", { name: "ImageNet class 562 (ag-562)" }).waitFor();
    await page.getByRole("link", { name: "sailboat" }).click();
    await page.getByText(/of the attribution of sailboat/).waitFor();
    expect(new URL(page.url()).searchParams.get("class")).toBe("sailboat");

    await page.goto(`${server.url}document`);
    await page.getByRole("button", { name: "Forget ImageNet class 562 (ag-562)" }).click();
    await page.getByRole("link", { name: "ImageNet class 562 (ag-562)" }).waitFor({ state: "detached" });
    await page.close();
  });
});
