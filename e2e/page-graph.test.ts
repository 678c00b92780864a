/**
 * Reading a graph in a browser, on an analysis folder that no network stands behind: what is drawn and how, by pointer
 * and by keys.
 */
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { describePage, type PageTests } from "./testing/describe-page.js";

async function prepare(root: string) {
  await writeFakeAnalysis(join(root, "fake"), 1);
  return { directories: [join(root, "fake")] };
}

describePage("the page of a graph", { prepare }, (tests) => {
  let page: PageTests["page"];
  beforeEach(() => {
    ({ page } = tests);
  });

  const open = async (query = "") => {
    await page.goto(`${tests.url}graph?analysis=fake&class=ambulance${query}`);
    await page.locator("canvas.links").waitFor();
    await page.locator(".headings .column").first().waitFor();
  };
  const details = () => page.getByRole("complementary", { name: "Details" });
  const chosen = () => details().getByRole("heading", { level: 2 }).textContent();
  const heard = () => page.locator(".view > [aria-live]").textContent();
  const parameter = (name: string) => new URL(page.url()).searchParams.get(name);
  const words = async () => (await page.getByText(/of the (attribution|gradient) of/).textContent()) ?? "";
  const counted = async () => (await words()).match(/\d[\d,]*/g)!.map((text) => Number(text.replace(",", "")));
  /** Places of the columns, as they are on the screen. */
  const columns = () =>
    page.locator(".headings .column").evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().x)));

  it("is walked by arrows, found by search, and says what is selected", async () => {
    await open();
    await page.locator(".canvas").focus();
    await page.keyboard.press("ArrowLeft");
    await expect.poll(chosen).toBe("ambulance");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(chosen).toMatch(/^concept \d+$/);
    await expect
      .poll(heard)
      .toMatch(/conv10.* · concept \d+, [\d.]+ % of the attribution.*Left: stage5.*Right: ambulance/);
    const first = await heard();
    await page.keyboard.press("ArrowRight");
    await expect.poll(chosen).toBe("ambulance");
    await page.keyboard.press("Escape");
    await expect.poll(heard).toBe("Nothing is selected.");
    await page.keyboard.press("/");
    await page.getByRole("combobox", { name: /Search concepts/ }).fill("stage5 11");
    await page.getByRole("listbox").getByRole("option").first().waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(chosen).toBe("concept 11");
    await expect.poll(() => parameter("selected")).toBe("n:stage5_add/11");
    await expect.poll(heard).not.toBe(first);
    await page.keyboard.press("?");
    await expect
      .poll(() => page.getByRole("dialog", { name: "Keys" }).textContent())
      .toContain("along the strongest edge");
  });

  it("finds what is not shown, and shows it", async () => {
    await open("&share=0.05");
    const before = await counted();
    await page.keyboard.press("/");
    await page.getByRole("combobox", { name: /Search concepts/ }).fill("fire3 neuron 17");
    await page.getByRole("option", { name: /fire3.*with neuron 17.*not shown/ }).click();
    await expect.poll(chosen).toMatch(/^concept \d+$/);
    await expect.poll(heard).not.toContain("Not shown");
    expect((await counted())[0]).toBeGreaterThan(before[0]);
  });

  it("prunes edges apart from concepts, and lets them follow again", async () => {
    await open("&share=0.6");
    const [concepts, , edges] = await counted();
    await page.getByRole("slider", { name: "Edges" }).fill("100");
    const all = await counted();
    expect(all[0]).toBe(concepts);
    expect(all[2]).toBeGreaterThan(edges);
    await page.getByRole("slider", { name: "Edges" }).fill("30");
    expect((await counted())[2]).toBeLessThan(edges);
    await expect.poll(() => parameter("edges")).toBe("0.3");
    await page.getByRole("button", { name: "Edges: follow the concepts again" }).click();
    expect((await counted())[2]).toBe(edges);
  });

  it("switches to gradients where every node stands, and says so", async () => {
    await open("&share=0.6&selected=n:stage5_add/3");
    const places = await columns();
    await page.getByRole("radio", { name: "Gradient" }).check({ force: true });
    await expect.poll(words).toContain("of the gradient of ambulance");
    await expect.poll(columns).toEqual(places);
    await expect.poll(() => details().getByRole("columnheader", { name: "gradient" }).count()).toBeGreaterThan(0);
    await expect.poll(() => page.getByRole("radio", { name: "Visualisations" }).isDisabled()).toBe(true);
    await page.goBack();
    await expect.poll(words).toContain("of the attribution of");
  });

  it("hides and collapses layers, draws links across, and brings them back", async () => {
    await open("&share=1&selected=l:stage4_add");
    const before = await columns();
    await page.getByRole("radio", { name: "Collapsed" }).check({ force: true });
    const collapsed = await columns();
    expect(collapsed.at(-1)! - collapsed[0]).toBeLessThan(before.at(-1)! - before[0]);
    await page.getByRole("radio", { name: "Hidden" }).check({ force: true });
    await expect.poll(() => page.locator(".headings .column").count()).toBe(before.length - 1);
    await expect.poll(() => parameter("hidden")).toBe("stage4_add");
    await expect.poll(() => page.getByRole("list", { name: "Hidden layers" }).textContent()).toContain("stage4");
    await expect.poll(() => page.getByText("share across hidden layers").count()).toBe(1);
    await page.reload();
    await page.getByRole("list", { name: "Hidden layers" }).getByRole("button").click();
    const widths = (places: readonly number[]) => places.slice(1).map((x, i) => Math.round((x - places[i]) / 4));
    await expect.poll(async () => widths(await columns())).toEqual(widths(before));
  });

  it("collapses a layer from the menu of its heading", async () => {
    await open("&share=1");
    await page.getByRole("button", { name: "conv1/relu", exact: true }).click({ button: "right" });
    const menu = page.getByRole("dialog", { name: "Layers of this column" });
    await menu.getByRole("button", { name: "Hide" }).click();
    await expect.poll(() => parameter("hidden")).toBe("conv1_relu");
    await expect.poll(() => menu.count()).toBe(0);
  });

  it("tidies what is shown, and back", async () => {
    await open("&share=0.3");
    const ink = () => page.locator("canvas.links").evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    await page.waitForTimeout(300);
    const before = await ink();
    const tidy = page.getByRole("button", { name: "Tidy" });
    await tidy.click();
    await expect.poll(() => tidy.getAttribute("aria-pressed")).toBe("true");
    await expect.poll(ink).not.toBe(before);
    await expect.poll(() => parameter("tidied")).toBe("0.3,,contribution");
    await tidy.click();
    await expect.poll(ink).toBe(before);
  });

  it("keeps the view in the address, and goes back to it", async () => {
    await open("&share=0.6");
    await page.getByRole("button", { name: "Zoom in" }).click();
    await expect.poll(() => parameter("at")).toMatch(/^[\d.]+,-?\d+,-?\d+$/);
    const at = parameter("at");
    const places = await columns();
    await page.waitForTimeout(900);
    await page.getByRole("button", { name: "stage5/add", exact: true }).click();
    await page.getByRole("button", { name: "Fit", exact: true }).click();
    await expect.poll(() => parameter("at")).not.toBe(at);
    await page.goBack();
    expect(parameter("at")).toBe(at);
    await expect.poll(columns).toEqual(places);
    await page.reload();
    await page.locator(".headings .column").first().waitFor();
    for (const [i, x] of (await columns()).entries()) expect(Math.abs(x - places[i])).toBeLessThanOrEqual(2);
  });

  it("tells of a node what it can, and why not the rest", async () => {
    await open("&selected=n:stage5_add/3");
    const text = () => details().textContent();
    await expect.poll(text).toMatch(/read-only: its model and images were not found\. Names and notes need them/);
    await expect.poll(text).toMatch(/Silhouette\s*0\.4.*Stability\s*0\.8/s);
    const first = () => details().getByRole("table").first().getByRole("row").nth(1).textContent();
    const strongest = await first();
    await details()
      .getByRole("table")
      .first()
      .getByRole("button", { name: /^share/ })
      .click();
    await details()
      .getByRole("table")
      .first()
      .getByRole("button", { name: /^share/ })
      .click();
    await expect.poll(first).not.toBe(strongest);
    await page.getByRole("button", { name: "What am I looking at? Quality of concepts" }).click();
    await expect
      .poll(() => page.getByRole("dialog", { name: "Quality of concepts" }).textContent())
      .toContain("adjusted Rand");
  });

  it("has panels come over the drawing where there is no room beside it", async () => {
    await page.setViewportSize({ width: 1024, height: 768 });
    await open();
    const panels = page.getByRole("button", { name: "Panels" });
    await expect.poll(() => panels.getAttribute("aria-expanded")).toBe("false");
    await expect.poll(() => details().isVisible()).toBe(false);
    await panels.click();
    await details().getByRole("tab", { name: "Export" }).click();
    await expect.poll(() => parameter("panel")).toBe("export");
    await details()
      .getByRole("button", { name: /GraphML/ })
      .first()
      .waitFor();
    await panels.click();
    await expect.poll(() => details().isVisible()).toBe(false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(() => details().isVisible()).toBe(true);
    await expect.poll(() => panels.isVisible()).toBe(false);
  });
});
