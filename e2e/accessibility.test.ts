/**
 * Every page and its main states by the rules of axe-core, light and dark, and the tour and the comparison by keys.
 */
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { itBreaksNoRule, type PageState } from "./testing/break-no-rule.js";
import { describePage, type PageTests } from "./testing/describe-page.js";

type Page = PageTests["page"];

const graph = "/graph?analysis=fake&class=ambulance";
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const drawn = (page: Page) => page.locator(".headings .column").first().waitFor();
const compared = (page: Page) => page.getByRole("list", { name: "Layers" }).waitFor();
const states: readonly PageState[] = [
  { name: "start", path: "/", reach: (page) => page.getByRole("link", { name: /fake/ }).first().waitFor() },
  {
    name: "new analysis",
    path: "/new",
    reach: (page) => page.getByRole("heading", { name: "New analysis" }).waitFor(),
  },
  {
    name: "analysis",
    path: "/analysis?analysis=fake",
    reach: (page) => page.getByRole("link", { name: "ambulance" }).waitFor(),
  },
  { name: "graph", path: graph, reach: drawn },
  { name: "concept", path: `${graph}&selected=n:stage5_add/3`, reach: drawn },
  { name: "edge", path: `${graph}&selected=e:stage5_add/3→conv10_relu/2&quantity=gradient`, reach: drawn },
  { name: "layer", path: `${graph}&selected=l:stage4_add&hidden=fire3_squeeze`, reach: drawn },
  {
    name: "search",
    path: graph,
    reach: async (page) => {
      await drawn(page);
      await page.keyboard.press("/");
      await page.getByRole("combobox", { name: /Search/ }).fill("stage5");
    },
  },
  { name: "pinned", path: `${graph}&panel=pins&pins=stage5_add/3`, reach: drawn },
  { name: "concepts", path: `${graph}&panel=concepts&selected=l:stage5_add`, reach: drawn },
  { name: "an image, of a folder", path: `${graph}&panel=image`, reach: drawn },
  { name: "export", path: `${graph}&panel=export`, reach: drawn },
  { name: "about", path: graph, reach: (page) => button(page, "What am I looking at?").click() },
  { name: "notes", path: graph, reach: (page) => page.getByRole("button", { name: /About this analysis/ }).click() },
  { name: "keys", path: graph, reach: (page) => button(page, "Keys").click() },
  {
    name: "no such class",
    path: "/graph?analysis=fake&class=none",
    reach: (page) => page.getByText("no such class").waitFor(),
  },
  { name: "tour", path: `${graph}&tour`, reach: (page) => page.getByRole("dialog").waitFor() },
  { name: "comparison", path: "/compare?analysis=fake", reach: compared },
  {
    name: "compared concepts",
    path: "/compare?analysis=fake&show=table&list=concepts",
    reach: (page) => page.getByRole("table").waitFor(),
  },
  {
    name: "what a comparison shows",
    path: "/compare?analysis=fake&show=picture",
    reach: (page) => page.getByRole("button", { name: /^What am I looking at/ }).click(),
  },
  { name: "files", path: "/document", reach: (page) => page.getByRole("heading", { name: "Opened before" }).waitFor() },
  { name: "unknown", path: "/nowhere", reach: (page) => page.getByText("There is no such page").waitFor() },
];

async function prepare(root: string) {
  await writeFakeAnalysis(join(root, "fake"));
  return { directories: [join(root, "fake")] };
}

describePage("the page, for everyone", { prepare }, (tests) => {
  let page: Page;
  beforeEach(() => {
    ({ page } = tests);
  });
  const open = (path: string) => page.goto(new URL(path, tests.url).href);

  itBreaksNoRule(tests, () => states);

  it("is toured by keys, covers nothing that it explains, and leaves all as it was", async () => {
    await open(graph);
    await drawn(page);
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    await button(page, "What am I looking at?").click();
    await button(page, "Take the tour").click();
    const card = page.locator("[role=dialog].card");
    const steps = 6;
    const areApart = async () => {
      const [ring, box] = [await page.locator(".ring").boundingBox(), await card.boundingBox()];
      return (
        ring!.x + ring!.width <= box!.x ||
        box!.x + box!.width <= ring!.x ||
        ring!.y + ring!.height <= box!.y ||
        box!.y + box!.height <= ring!.y
      );
    };
    for (let step = 1; step <= steps; step++) {
      await card.getByText(`${step} of ${steps}`).waitFor();
      await expect.poll(areApart, { message: `step ${step}` }).toBe(true);
      if (step < steps) await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => new URL(page.url()).searchParams.get("selected")).toMatch(/^n:conv10_relu/);
    await page.keyboard.press("Escape");
    await expect.poll(() => card.count()).toBe(0);
    await expect.poll(() => new URL(page.url()).searchParams.get("selected")).toBeNull();
  });

  it("compares from a graph, by picture, table and keys", async () => {
    await open(graph);
    await drawn(page);
    await page.getByRole("link", { name: "Compare" }).click();
    await compared(page);
    const parameter = (name: string) => new URL(page.url()).searchParams.get(name);
    expect(parameter("class")).toBe("ambulance");
    const rows = page.getByRole("table").getByRole("row");
    await rows.nth(3).click();
    await expect.poll(() => parameter("selected")).toMatch(/^e:/);
    await expect.poll(() => rows.nth(3).getByRole("button").getAttribute("aria-pressed")).toBe("true");
    await page.getByRole("application").focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => parameter("selected")).toMatch(/^n:/);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => parameter("list")).toBe("concepts");
    await page.getByRole("button", { name: "Swap A and B" }).click();
    await expect.poll(() => parameter("otherClass")).toBe("ambulance");
    await compared(page);
    await page.getByRole("radio", { name: "Table" }).check({ force: true });
    await expect.poll(() => page.getByRole("application").count()).toBe(0);
  });
});
