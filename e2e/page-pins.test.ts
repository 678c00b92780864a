/**
 * Pinning a subgraph, editing concepts, and keeping both as views, in a browser against a service with an analysis of
 * the demo, and on a folder that no evidence stands behind.
 */
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { describePage, type PageSetting, type PageTests } from "./testing/describe-page.js";
import { analyseToys, drawToys } from "./testing/toys.js";

let analysis: string;

const setting: PageSetting = {
  async prepare(root) {
    await writeFakeAnalysis(join(root, "fake"), 1);
    return { directories: [join(root, "fake")], ...(await drawToys(root, 2)) };
  },
  async begin(url) {
    analysis = await analyseToys(url, { classes: ["car", "cat"] });
  },
};

describePage("pins and concepts", setting, (tests) => {
  let page: PageTests["page"];
  beforeEach(() => {
    ({ page } = tests);
  });

  const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: 20_000 });
  const open = async (query: string) => {
    await page.goto(`${tests.url}graph?${query}`);
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
    await expect.poll(text).not.toContain("wheels");
    await panel().getByRole("button", { name: "Clear" }).click();
    await eventually(text).toContain("Nothing is pinned");
  });

  it("says what only another analysis can tell", async () => {
    tests.expected = /409/;
    await open("analysis=fake&class=ambulance&panel=concepts&selected=n:stage5_add/3");
    await panel().getByRole("button", { name: "Split in two" }).click();
    await eventually(text).toMatch(/Only another analysis can tell.*can be merged and named here/);
    await expect.poll(() => panel().getByRole("button", { name: "Find" }).isDisabled()).toBe(true);
    await expect.poll(() => page.getByText(/not saved/).count()).toBe(0);
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
    await expect.poll(text).toMatch(/Concepts ?4 ?3 ?Silhouette/);
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
    await expect.poll(shown).toBe(all);
    await expect.poll(() => bar.count()).toBe(0);

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
    await eventually(() => panel().getByRole("heading", { level: 2 }).textContent()).toBe("round things");
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
