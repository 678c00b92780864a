/**
 * The page in a browser, on an analysis folder that no network stands behind.
 */
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { describePage, type PageTests } from "./testing/describe-page.js";

async function prepare(root: string) {
  const directories = [join(root, "first"), join(root, "second")];
  for (const [i, directory] of directories.entries()) await writeFakeAnalysis(directory, i + 1);
  return { directories };
}

describePage("explorer", { prepare, context: { reducedMotion: "no-preference" } }, (tests) => {
  let page: PageTests["page"];
  beforeEach(() => {
    ({ page } = tests);
  });

  const open = async (query = "") => {
    await page.goto(`${tests.url}graph${query}`);
    await page.locator(".canvas canvas").first().waitFor();
  };
  const words = () => page.getByText(/of the attribution of/).textContent();
  const numbers = async () =>
    [...((await words()) ?? "").matchAll(/\d[\d,.]*/g)].map(([text]) => Number(text.replace(",", "")));

  /** Pixels of the drawing that are blue, orange, or anything at all. */
  const inkOf = () =>
    page.locator(".canvas canvas").evaluateAll((canvases) => {
      const ink = { blue: 0, orange: 0, all: 0 };
      for (const canvas of canvases as HTMLCanvasElement[]) {
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true })!;
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3] < 60) continue;
          ink.all++;
          if (data[i + 2] > data[i] + 80) ink.blue++;
          if (data[i] > data[i + 2] + 80) ink.orange++;
        }
      }
      return ink;
    });

  /** Moves the pointer down the last column until it is over the class; gives the place. */
  const pointAtClass = async () => {
    const [canvas, heading] = await Promise.all([
      page.locator(".canvas").boundingBox(),
      page.locator(".headings .column").last().boundingBox(),
    ]);
    const x = heading!.x + heading!.width / 2;
    for (let y = canvas!.y + 70; y < canvas!.y + canvas!.height - 60; y += 10) {
      await page.mouse.move(x, y);
      if ((await page.getByRole("tooltip").count()) > 0) return { x, y };
    }
    throw new Error("no node in the last column");
  };

  it("draws the graph of the first class", async () => {
    await open();
    await expect
      .poll(() => page.getByRole("link", { name: "ambulance" }).first().getAttribute("aria-current"))
      .toBe("true");
    await expect.poll(async () => (await inkOf()).all).toBeGreaterThan(20_000);
    const { blue, orange } = await inkOf();
    expect(blue).toBeGreaterThan(1000);
    expect(orange).toBeGreaterThan(1000);
    expect(page.url()).toContain("analysis=first&class=ambulance");
  });

  it("loads less than 350 kB of code before the graph is there", async () => {
    await open();
    const sizes = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.endsWith(".js"))
        .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
    );
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(350_000);
  });

  it("hides by the slider, says how much is left, and moves nothing", async () => {
    await open("?class=sailboat&share=0.6");
    const place = await pointAtClass();
    const before = await numbers();
    const headings = await page.locator(".headings").innerHTML();
    await page.getByRole("slider", { name: "Concepts" }).fill("100");
    const after = await numbers();
    const [concepts, allConcepts, edges, allEdges, share] = after;
    expect(share).toBeGreaterThanOrEqual(12.5);
    expect(share).toBeLessThan(before[4]);
    expect(concepts).toBeLessThanOrEqual(before[0]);
    expect(edges).toBeLessThan(before[2]);
    expect([allConcepts, allEdges]).toEqual([before[1], before[3]]);
    await expect.poll(() => page.locator(".headings").innerHTML()).toBe(headings);
    await page.mouse.move(place.x, place.y + 1);
    await expect.poll(() => page.getByRole("tooltip").textContent()).toContain("sailboat");
    await expect.poll(() => page.url()).toContain("share=0.125");
    await page.reload();
    await expect.poll(numbers).toEqual(after);
  });

  it("shows a node's details on a click, and leads along its edges by keyboard", async () => {
    await open();
    const { x, y } = await pointAtClass();
    await page.mouse.click(x, y);
    const details = page.getByRole("complementary", { name: "Details" });
    await expect.poll(() => details.getByRole("heading", { level: 2 }).textContent()).toBe("ambulance");
    await expect.poll(() => details.textContent()).toMatch(/Share\s*100 %/);
    const first = details.getByRole("row").filter({ hasText: /[+−]/ }).first();
    await expect.poll(() => first.textContent()).toMatch(/concept \d+.*[+−][\d.]+\s*± [\d.]+/s);
    await first.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => details.getByRole("heading", { level: 2 }).textContent()).toMatch(/^concept \d+$/);
    await expect.poll(() => details.textContent()).toMatch(/of \d+ neurons/i);
    await page.keyboard.press("Escape");
    await expect.poll(() => details.textContent()).toContain("Mean logit");
  });

  it("says on layers and on the analysis what speaks for and against them", async () => {
    await open("?share=1");
    await page.getByRole("button", { name: "Fit", exact: true }).click();
    const details = page.getByRole("complementary", { name: "Details" });
    await page.getByRole("button", { name: "stage5/add", exact: true }).click();
    await expect
      .poll(() => details.textContent())
      .toMatch(/quadrature with up to 64 steps: max pooling.*residual:\s*0\.4 %/s);
    await page.getByRole("button", { name: "fire2/squeeze", exact: true }).click();
    await expect.poll(() => details.textContent()).toMatch(/no better than chance.*Exact.*residual:\s*< 0\.01 %/s);
    await page.getByRole("button", { name: /About this analysis/ }).click();
    const dialog = page.getByRole("dialog");
    await expect
      .poll(() => dialog.textContent())
      .toMatch(/no better than chance.*sailboat\/broken\.png.*not an image/s);
  });

  it("goes to another class and analysis, and back", async () => {
    await open();
    await page.getByRole("searchbox").fill("light");
    await page.getByRole("navigation", { name: "Classes" }).getByRole("link").click();
    await page.getByRole("heading", { level: 2, name: "lighthouse" }).first().waitFor();
    await page.getByRole("combobox", { name: "Analysis" }).selectOption("second");
    await expect.poll(() => page.url()).toContain("analysis=second&class=ambulance");
    await page.goBack();
    await expect.poll(words).toContain("lighthouse");
    expect(page.url()).toContain("analysis=first");
  });

  it("explains itself, and turns dark", async () => {
    await open();
    await page.getByRole("button", { name: "What am I looking at?", exact: true }).click();
    await expect.poll(() => page.getByRole("dialog").textContent()).toContain("contribution");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: "Dark colours" }).click();
    await expect.poll(ground).not.toBe(light);
    await page.reload();
    await page.getByRole("button", { name: "Light colours" }).waitFor();
  });

  it("takes the token from the address that the service prints, and keeps it out of sight", async () => {
    const guarded = await tests.serve({
      directories: [join(tests.root, "first")],
      host: "0.0.0.0",
      token: "open sesame",
    });
    await page.goto(guarded.url.replace("0.0.0.0", "127.0.0.1").replace("/#", "/graph#"));
    await expect.poll(async () => (await inkOf()).all).toBeGreaterThan(20_000);
    expect(page.url()).not.toContain("sesame");
    await page.reload();
    await expect.poll(words).toContain("ambulance");
    // A page still asks for what comes into sight.
    await page.goto("about:blank");
    await guarded.close();
  });
});
