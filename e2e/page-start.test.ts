/** From nothing to the graph of a class, in a browser against a service that does the work. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { createClient } from "../packages/client/src/index.js";
import { demoModel } from "../packages/partworld/src/index.js";
import { makeZip } from "../packages/service/src/testing/make-zip.js";
import { describePage, type PageTests } from "./testing/describe-page.js";
import { drawToys } from "./testing/toys.js";

async function prepare(root: string) {
  await writeFile(join(root, "broken.onnx"), "no network");
  return drawToys(root, 4);
}

/** What the page does not start: the service takes it all the same. @returns its id */
async function startWrongly(url: string): Promise<string> {
  const service = createClient({ baseUrl: url });
  const model = (await service.listModels({ query: { limit: 10 } })).items.find(({ status }) => status === "ready");
  const [dataset] = (await service.listDatasets({ query: { limit: 10 } })).items;
  const settings = { labels: ["one", "two"] };
  const body = { modelId: model!.id, datasetId: dataset!.id, settings, name: "wrong names" };
  return (await service.createAnalysis({ body })).id;
}

describePage("start", { prepare, context: { reducedMotion: "no-preference" } }, (tests) => {
  let page: PageTests["page"];
  beforeEach(() => {
    ({ page } = tests);
  });

  const section = (name: string) => page.getByRole("region", { name: new RegExp(`^${name}`) });
  const textOf = async (name: string) => (await section(name).textContent()) ?? "";

  it("leads a first visitor from a model and a data set to an analysis", async () => {
    tests.expected = /404/;
    await page.goto(tests.url);
    await page.getByRole("heading", { name: "From a trained network to what it sees in a class" }).waitFor();
    const files = [demoModel().model, join(tests.root, "broken.onnx")];
    await section("Models").locator("input[type=file]").setInputFiles(files);
    await section("Data sets").getByRole("button", { name: "Register" }).click();
    const dialog = page.getByRole("dialog", { name: "Register a data set" });
    await dialog.getByRole("textbox", { name: "Path" }).fill("nowhere");
    await dialog.getByRole("button", { name: "Register" }).click();
    await expect.poll(() => dialog.textContent()).toContain("no nowhere below the data root");
    await dialog.getByRole("textbox", { name: "Path" }).fill("toys");
    await dialog.getByRole("button", { name: "Register" }).click();
    await dialog.waitFor({ state: "hidden" });
    await expect.poll(() => textOf("Data sets")).toContain("40 images, 10 classes");
    const settled = { timeout: 60_000 };
    await expect.poll(() => textOf("Models"), settled).toMatch(/3 × 64 × 64 to 10 outputs.*|Refused/s);
    await expect.poll(() => textOf("Models"), settled).toMatch(/broken\.onnx.*Refused.*not an ONNX file/s);
    await page.getByRole("link", { name: "Start an analysis" }).click();
    await page.getByRole("heading", { name: "What is analysed" }).waitFor();
  });

  it("says what does not fit, starts an analysis, watches it to its end, and opens a class", async () => {
    await page.goto(`${tests.url}new`);
    const found = page.getByRole("complementary", { name: "What was found" });
    await expect
      .poll(() => found.textContent())
      .toMatch(/gives 10\s+outputs.*9 of 9 layers in closed form.*40 images of 10 classes/s);
    const limit = page.getByRole("textbox", { name: "Images per class" });
    await limit.fill("none");
    await expect.poll(() => limit.getAttribute("aria-invalid")).toBe("true");
    await page.getByRole("button", { name: "Start the analysis" }).click();
    expect(page.url()).toContain("/new");
    await limit.fill("");
    await page.getByRole("textbox", { name: "Concepts per layer" }).fill("4");
    await page.getByRole("combobox", { name: "Preprocessing" }).selectOption("unit");
    await page.getByRole("textbox", { name: "Name" }).fill("first look");
    await page.getByRole("button", { name: "Start the analysis" }).click();
    await page.getByRole("list").filter({ hasText: "Collect" }).waitFor();
    await page.getByRole("heading", { name: "Choose a class" }).waitFor({ timeout: 120_000 });
    await page.getByRole("button", { name: /^Settings/ }).click();
    const about = page.getByRole("dialog", { name: "About this analysis" });
    await expect.poll(() => about.textContent()).toMatch(/Concepts per layer\s*4/);
    await page.keyboard.press("Escape");
    await page.getByRole("searchbox", { name: "Search classes" }).fill("ro");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.locator("a:focus").textContent()).toBe("robot");
    await page.keyboard.press("Enter");
    await page.locator(".canvas canvas").first().waitFor();
    expect(page.url()).toContain("class=robot");
  });

  it("compares classes on the map, layer by layer", async () => {
    await page.goto(tests.url);
    await page.getByRole("link", { name: "first look" }).click();
    await page.getByRole("img", { name: /^Map of 10 classes by what the concepts of layer conv4 do/ }).waitFor();
    const order = page.getByRole("combobox", { name: "Order of the classes" });
    await expect.poll(() => order.getByRole("option", { name: /similarity/ }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Compare with owl" }).click();
    await order.selectOption("similarity");
    const classes = page.getByRole("list", { name: "Classes" }).getByRole("listitem");
    await expect.poll(() => classes.first().textContent()).toMatch(/owl.*1\.00/s);
    await page.getByRole("slider", { name: "Layer" }).fill("0");
    await page.getByRole("img", { name: /layer stem/ }).waitFor();
    await expect.poll(() => page.url()).toMatch(/class=owl&sort=similarity&layer=stem/);
    await page.reload();
    await expect.poll(() => classes.first().textContent()).toMatch(/owl.*1\.00/s);
    await page.getByRole("region", { name: "Chosen class" }).getByRole("link", { name: "Open its graph" }).click();
    await page.locator(".canvas canvas").first().waitFor();
    expect(page.url()).toContain("class=owl");
  });

  it("clones an analysis with its settings, and cancels and resumes it", async () => {
    await page.goto(tests.url);
    await page.getByRole("button", { name: "More about first look" }).click();
    // The menu moves the focus there with the next frame.
    await page.getByRole("menuitem", { name: "Clone…" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("Begins with the settings of").waitFor();
    const concepts = page.getByRole("textbox", { name: "Concepts per layer" });
    await expect.poll(() => concepts.inputValue()).toBe("4");
    await concepts.fill("3");
    await page.getByRole("textbox", { name: "Name" }).fill("second look");
    await page.getByRole("button", { name: "Start the analysis" }).click();
    await page.getByRole("button", { name: "Cancel the analysis" }).click();
    await page.getByRole("heading", { name: "The analysis was stopped" }).waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("heading", { name: "Choose a class" }).waitFor({ timeout: 120_000 });
    await page.getByRole("link", { name: /^Gipfel/ }).click();
    await expect.poll(() => textOf("Analyses")).toMatch(/second look.*Finished.*first look.*Finished/s);
  });

  it("says why an analysis failed, and leads back to its settings", async () => {
    // An estimate is refused for the same reason.
    tests.expected = /422/;
    await page.goto(`${tests.url}new`);
    const start = page.getByRole("button", { name: "Start the analysis" });
    await expect.poll(() => start.isEnabled()).toBe(true);
    await page.getByText("More settings").click();
    const outputs = page.getByRole("textbox", { name: "Names of the outputs" });
    await outputs.fill("one\ntwo");
    await expect.poll(() => start.isDisabled(), { timeout: 60_000 }).toBe(true);
    await outputs.fill("");
    await expect.poll(() => start.isEnabled()).toBe(true);
    await page.goto(`${tests.url}analysis?analysis=${await startWrongly(tests.url)}`);
    await page.getByRole("heading", { name: "Labels and classes do not match" }).waitFor({ timeout: 60_000 });
    await expect.poll(() => page.getByRole("main").textContent()).toMatch(/expected one for each of 10 outputs.*got 2/);
    await page.getByRole("link", { name: "Change settings…" }).click();
    const names = page.getByRole("textbox", { name: "Names of the outputs" });
    await page.getByText("More settings").click();
    await expect.poll(() => names.inputValue()).toBe("one\ntwo");
  });

  it("renames, and deletes what nothing uses", async () => {
    await page.goto(tests.url);
    await page.getByRole("button", { name: "More about broken.onnx" }).click();
    await page.getByRole("menuitem", { name: "Rename…" }).click();
    const rename = page.getByRole("dialog", { name: "Rename the model" });
    await rename.getByRole("textbox", { name: "Name" }).fill("no network");
    await rename.getByRole("button", { name: "Rename" }).click();
    await page.getByRole("button", { name: "More about no network" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    await page.getByRole("button", { name: "Delete the model" }).click();
    await expect.poll(() => textOf("Models")).not.toContain("no network");
    for (const [kind, before, after] of [
      ["analysis", "wrong names", "wrong labels"],
      ["data set", "toys", "playthings"],
    ]) {
      await page.getByRole("button", { name: `More about ${before}` }).click();
      await page.getByRole("menuitem", { name: "Rename…" }).click();
      const again = page.getByRole("dialog", { name: `Rename the ${kind}` });
      await again.getByRole("textbox", { name: "Name" }).fill(after);
      await again.getByRole("button", { name: "Rename" }).click();
      await page.getByRole("button", { name: `More about ${after}` }).waitFor();
    }
    await page.getByRole("button", { name: "More about playthings" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete playthings?" });
    await expect.poll(() => dialog.textContent()).toMatch(/3 analyses use this data set/);
    await expect.poll(() => dialog.getByRole("button", { name: /^Delete/ }).count()).toBe(0);
  });

  it("takes an archive of images that is dropped", async () => {
    const image = await readFile(join(tests.root, "data", "toys", "cat", "0000.png")).catch(() => null);
    expect(image).not.toBeNull();
    const zip = makeZip([
      { name: "cat/1.png", content: image! },
      { name: "dog/1.png", content: image! },
    ]);
    await page.goto(tests.url);
    const dataTransfer = await page.evaluateHandle(
      (content) => {
        const held = new DataTransfer();
        held.items.add(new File([new Uint8Array(content)], "pets.zip", { type: "application/zip" }));
        return held;
      },
      [...zip],
    );
    await section("Data sets").dispatchEvent("drop", { dataTransfer });
    await expect.poll(() => textOf("Data sets")).toMatch(/pets.*2 images, 2 classes.*uploaded/s);
  });

  it("says where it may only be looked at, and shows folders of the command line", async () => {
    // The folder is as an earlier version wrote it, without a map of classes.
    tests.expected = /404/;
    await writeFakeAnalysis(join(tests.root, "fake"), 1);
    const token = "open sesame";
    const guarded = await tests.serve({ directories: [join(tests.root, "fake")], token, host: "0.0.0.0" });
    await page.goto(guarded.url.replace("0.0.0.0", "127.0.0.1"));
    await expect.poll(() => textOf("Analyses")).toMatch(/fake.*7 classes.*read-only/s);
    await expect.poll(() => page.getByRole("button", { name: "Register" }).isDisabled()).toBe(true);
    await expect.poll(() => page.getByRole("main").textContent()).toContain("without a data root");
    await page.route("**/api/access", (route) => route.fulfill({ json: { role: "read", hasDataRoot: false } }));
    await page.reload();
    await page.getByText("You may look at everything here").waitFor();
    await expect.poll(() => page.getByRole("button", { name: "Upload" }).count()).toBe(0);
    await page.getByRole("link", { name: "fake" }).click();
    await page.getByRole("heading", { name: "No map of classes" }).waitFor();
    await page.getByRole("combobox", { name: "Order of the classes" }).selectOption("accuracy");
    await expect.poll(() => page.url()).toContain("sort=accuracy");
    await page.getByRole("link", { name: "ambulance" }).click();
    await page.locator(".canvas canvas").first().waitFor();
    // A page still asks for what comes into sight.
    await page.goto("about:blank");
    await guarded.close();
  });
});
