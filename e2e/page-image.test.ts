/** One image in the graph of a class, and the graph taken away, in a browser against a service that does the work. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { parseGraphDocument } from "../packages/contracts/src/index.js";
import { describePage, type PageSetting, type PageTests } from "./testing/describe-page.js";
import { analyseToys, drawToys } from "./testing/toys.js";

const computed = { timeout: 60_000 };
let analysis: string;

const setting: PageSetting = {
  async prepare(root) {
    await writeFakeAnalysis(join(root, "fake"));
    return { directories: [join(root, "fake")], ...(await drawToys(root, 4)) };
  },
  async begin(url) {
    analysis = await analyseToys(url, { classes: ["cat", "owl"] });
  },
};

describePage("one image", setting, (tests) => {
  let page: PageTests["page"];
  beforeEach(() => {
    ({ page } = tests);
  });

  const open = async (query: string, of = analysis, classId = "cat") => {
    await page.goto(`${tests.url}graph?analysis=${of}&class=${classId}${query}`);
    await page.locator(".headings .column").first().waitFor();
  };
  const panel = () => page.getByRole("complementary", { name: "Details" });
  const words = () => page.locator(".words > p[aria-live]").textContent();
  const traced = () => panel().getByRole("heading", { name: "What the network says" }).waitFor(computed);

  it("lays an image of the data set over the graph, alone and as a difference, and a link shows the same", async () => {
    await open("&panel=image");
    await expect.poll(words).toContain("of the attribution of cat");
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
    await panel().getByRole("button", { name: "Clear image" }).click();
    await expect.poll(() => page.getByText("raises its target").count()).toBe(1);
  });

  it("traces an image of the reader's own, and explains it by the methods that are chosen", async () => {
    await open("&panel=image");
    const owls = join(tests.root, "data", "toys", "owl");
    await panel()
      .locator("input[type=file]")
      .setInputFiles(join(owls, (await readdir(owls))[0]!));
    await traced();
    const predictions = panel().getByRole("list", { name: "Predictions for this image" });
    await expect.poll(() => predictions.getByRole("button", { name: /cat/ }).getAttribute("aria-current")).toBe("true");
    await panel().getByText("4 of 11 methods").click();
    for (const method of ["Gradient × input", "Grad-CAM", "Layer-wise relevance propagation"])
      await panel().getByRole("checkbox", { name: method, exact: true }).uncheck();
    await panel().getByRole("button", { name: "Make heat maps" }).click();
    const maps = panel().getByRole("list", { name: "Heat maps by method" });
    await expect.poll(() => maps.locator("canvas").count(), computed).toBe(1);
    await expect.poll(() => maps.textContent()).toMatch(/Integrated gradients\s+residual [\d.]+ %/);
  });

  it("says of a folder why it cannot", async () => {
    await open("&panel=image", "fake", "ambulance");
    await panel().getByText("gipfel serve DIR --model FILE --data PATH").waitFor();
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
    await expect.poll(() => page.locator(".printed > svg").isVisible()).toBe(true);
    await expect.poll(() => page.getByRole("tab").count()).toBe(0);
    await expect
      .poll(() => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--raised")))
      .toMatch(/^#fff(fff)?$/);
  });
});
