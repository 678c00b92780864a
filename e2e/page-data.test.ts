/**
 * What the page tells of classes, concepts, edges and analyses to come beside the graph, in a browser against a service
 * that does the work.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { createClient } from "../packages/client/src/index.js";
import { randomGraphDocument } from "../packages/graph/src/testing/random-graph.js";
import { describePage, type PageSetting, type PageTests } from "./testing/describe-page.js";
import { analyseToys, drawToys, settled } from "./testing/toys.js";

const computed = { timeout: 120_000, interval: 300 };
let analysis: string;
let refused: string;

const setting: PageSetting = {
  async prepare(root) {
    const fake = join(root, "fake");
    await writeFakeAnalysis(fake, 1);
    // One class whose graph is more than a page loads.
    const large = randomGraphDocument({ layers: 6, nodesPerLayer: 200, edges: 3000, seed: 1 });
    const nodes = large.nodes.map((node) => ({ ...node, examples: [] }));
    await writeFile(join(fake, "graphs", "sailboat.json"), JSON.stringify({ ...large, nodes }));
    return { directories: [fake], ...(await drawToys(root, 4)) };
  },
  async begin(url) {
    const service = createClient({ baseUrl: url });
    refused = (await service.uploadModel({ body: new TextEncoder().encode("no network") })).id;
    expect(await settled(async () => (await service.showModel({ params: { model: refused } })).status)).toBe("refused");
    analysis = await analyseToys(url);
  },
};

describePage("data beside the graph", setting, (tests) => {
  let page: PageTests["page"];
  beforeEach(() => {
    ({ page } = tests);
  });

  const open = async (of: string, query: string) => {
    await page.goto(`${tests.url}graph?analysis=${of}&${query}`);
    await page.locator("canvas.links").waitFor();
  };
  const details = () => page.getByRole("complementary", { name: "Details" });
  const said = async () => (await details().textContent()) ?? "";

  it("orders the classes by similarity, and shows how sure the network is of each", async () => {
    await open(analysis, "class=owl");
    const rows = page.getByRole("list", { name: "Classes" }).getByRole("listitem");
    await expect.poll(() => rows.getByRole("img", { name: /^Probability of/ }).count()).toBe(10);
    await expect.poll(() => rows.first().getByRole("img").getAttribute("aria-label")).toMatch(/of 4 images$/);
    await page.getByRole("combobox", { name: "Order of the classes" }).selectOption("similarity");
    await expect.poll(() => rows.first().textContent()).toMatch(/owl.*1\.00/s);
    await expect.poll(() => page.url()).toContain("sort=similarity");
    await rows.last().getByRole("link").click();
    await expect.poll(() => rows.first().textContent()).toMatch(/1\.00/);
    await expect.poll(() => rows.first().getByRole("link").getAttribute("aria-current")).toBe("true");
    expect(page.url()).toContain("sort=similarity");
  });

  it("says of a concept what it does in all classes, and leads to them", async () => {
    await open(analysis, "class=owl&selected=n:conv4/1");
    const chart = details().getByRole("list", { name: "Mean activation of the concept in each class" });
    await expect.poll(() => chart.getByRole("listitem").count()).toBeGreaterThan(7);
    await expect.poll(said).toMatch(/Strongest over all classes.*patches of owl above.*owl is number \d+ of 10/s);
    const first = chart.getByRole("button").first();
    const name = (await first.textContent())!.trim().split(/\s/)[0]!;
    await first.click();
    await page.getByRole("heading", { level: 2, name }).first().waitFor();
    await expect.poll(said).toMatch(new RegExp(`${name} is number 1 of 10`));
    await expect.poll(() => details().getByRole("heading", { level: 2 }).textContent()).toBe("concept 1");
  });

  it("finds the images of an edge", async () => {
    const service = createClient({ baseUrl: tests.url });
    const { edges } = await service.showGraph({ params: { analysis, class: "owl" }, query: {} });
    const [{ source, target }] = edges as [(typeof edges)[number]];
    await open(analysis, `class=owl&selected=${encodeURIComponent(`e:${source}>${target}`)}`);
    await details().getByRole("button", { name: "Find the images" }).click();
    const found = details().getByRole("listitem", { name: /^image \d+: [+−]/ });
    await expect.poll(() => found.count(), computed).toBeGreaterThan(0);
    await expect.poll(() => found.count()).toBeLessThanOrEqual(4);
    await page.reload();
    await expect.poll(() => found.count(), computed).toBeGreaterThan(0);
  }, 240_000);

  it("says of a folder why images of an edge cannot be found", async () => {
    await open("fake", "class=ambulance&selected=e:stage5_add/3%3Econv10_relu/2");
    await expect.poll(said).toContain("This needs the network: the model and images of this analysis were not found");
    await expect.poll(() => details().getByRole("button", { name: "Find the images" }).count()).toBe(0);
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
    await page.goto(`${tests.url}new`);
    const found = page.getByRole("complementary", { name: "What was found" });
    const text = async () => (await found.textContent()) ?? "";
    await expect.poll(text, computed).toMatch(/no quadrature needed.*40 images of 10 classes, each read\s+once/s);
    await expect.poll(text).toMatch(/Rough: from one image|Known from an earlier/);
    await page.getByRole("combobox", { name: "Model" }).selectOption(refused);
    await expect.poll(text).toContain("not an ONNX file");
    await expect.poll(() => page.getByText("This model was refused").count()).toBe(1);
  }, 240_000);
});
