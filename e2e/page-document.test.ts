/** Graphs from files in the browser. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { describePage } from "./testing/describe-page.js";

const channel = (channel: number, prev: readonly number[]) => ({
  channel,
  count: 100 + channel,
  layer: "",
  pagerank: 0.1,
  prev_channels: prev.map((prev_channel) => ({ prev_channel, inf: 10 * (prev_channel + 1) })),
  attr_channels: [],
});
const summit = { mixed5b: [channel(5, [11, 12]), channel(6, [12])], mixed5a: [channel(11, []), channel(12, [])] };

async function prepare(root: string) {
  await writeFakeAnalysis(join(root, "analysis"));
  return { directories: [join(root, "analysis")] };
}

describePage("graphs from files", { prepare }, (tests) => {
  it("reads a graph of SUMMIT and one of Gipfel, keeps both over a reload, and refuses what is none", async () => {
    const { page, url, root } = tests;
    await page.goto(`${url}document`);
    const file = (name: string, text: string) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
    const files = page.getByLabel("Drop files here, or choose them");
    await files.setInputFiles(file("ag-562.json", JSON.stringify(summit)));
    await page.getByText(/of the attribution of ImageNet class 562/).waitFor();

    await page.goto(`${url}document`);
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

    await page.getByRole("tab", { name: "Concepts" }).click();
    const panel = page.getByRole("complementary", { name: "Details" });
    const ticks = panel.getByRole("checkbox");
    await ticks.first().waitFor();
    const before = await ticks.count();
    await ticks.nth(0).check();
    await ticks.nth(1).check();
    await panel.getByRole("button", { name: "Merge 2" }).click();
    await expect.poll(() => ticks.count()).toBe(before - 1);
    await page.reload();
    await ticks.first().waitFor();
    expect(await ticks.count()).toBe(before - 1);
    await panel.getByRole("button", { name: "Split in two" }).waitFor();
    await ticks.nth(0).check();
    await panel.getByRole("button", { name: "Split in two" }).click();
    await panel.getByText("Only another analysis can tell").waitFor();

    await page.goto(`${url}document`);
    await page.getByRole("button", { name: "Forget ImageNet class 562 (ag-562)" }).click();
    await page.getByRole("link", { name: "ImageNet class 562 (ag-562)" }).waitFor({ state: "detached" });
  });
});
