/** A graph of so many links that the page paints them by blocks and keeps what stays, in a browser. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { randomGraphDocument } from "../packages/graph/src/testing/random-graph.js";
import { describePage, type PageSetting, type PageTests } from "./testing/describe-page.js";

const setting: PageSetting = {
  async prepare(root) {
    const fake = join(root, "fake");
    await writeFakeAnalysis(fake, 1);
    const large = randomGraphDocument({ layers: 20, nodesPerLayer: 40, edges: 8000, seed: 1 });
    const nodes = large.nodes.map((node) => ({ ...node, examples: [] }));
    await writeFile(join(fake, "graphs", "sailboat.json"), JSON.stringify({ ...large, nodes }));
    return { directories: [fake] };
  },
};

describePage("a graph of many links", setting, (tests) => {
  let page: PageTests["page"];
  beforeEach(() => {
    ({ page } = tests);
  });

  const open = async (address: string) => {
    await page.goto(address);
    await page.locator("canvas.links").waitFor();
    // Nothing is lit where the pointer rests.
    await page.mouse.move(1, 1);
  };

  /** Red, green, blue and cover of every pixel, as the browser blends them. */
  const pixels = () =>
    page.locator("canvas.links").evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })!;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, width, height);
      return Array.from(data, (value, i) => String.fromCharCode((value * data[i | 3]!) / 255)).join("");
    });

  /** The same once nothing moves any more. */
  const painted = async (): Promise<Uint8Array> => {
    let [before, now] = ["", ""];
    await expect
      .poll(
        async () => {
          [before, now] = [now, await pixels()];
          return before === now;
        },
        { interval: 300 },
      )
      .toBe(true);
    return Buffer.from(now, "latin1");
  };

  const farthest = (a: Uint8Array, b: Uint8Array) =>
    a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), a.length === b.length ? 0 : 255);

  const press =
    (...keys: string[]) =>
    async () => {
      await page.getByRole("slider").first().focus();
      for (const key of keys) {
        await page.keyboard.press(key);
        await page.waitForTimeout(100);
      }
    };

  it.each([
    ["the slider went to fewer", "1", press("ArrowLeft", "ArrowLeft", "ArrowLeft")],
    ["the slider went to more", "0.9", press("ArrowRight", "ArrowRight", "ArrowRight")],
    ["the slider went to few and to all", "0.97", press("Home", "End")],
    ["the slider went to all and back", "0.97", press("End", "PageDown", "PageDown")],
    ["nodes were ordered anew", "0.97", () => page.getByRole("button", { name: "Tidy" }).click()],
    ["gradients were asked for", "0.97", () => page.getByRole("radio", { name: "Gradient" }).check({ force: true })],
  ])("looks as if it had been opened so after %s", async (_, share, act) => {
    await open(`${tests.url}graph?analysis=fake&class=sailboat&share=${share}`);
    await page.getByRole("button", { name: "Zoom out" }).click();
    // The address is what is compared with, and rounds the view.
    await expect.poll(() => new URL(page.url()).searchParams.get("at")).not.toBeNull();
    const address = page.url();
    await open(address);
    const before = await painted();
    await act();
    await expect.poll(() => page.url()).not.toBe(address);
    const after = await painted();
    expect(farthest(before, after)).toBeGreaterThan(20);
    await open(page.url());
    // Blocks are rounded to whole levels before they are laid over each other.
    expect(farthest(await painted(), after)).toBeLessThanOrEqual(3);
  });
});
