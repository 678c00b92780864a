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
    await eventually(text).toMatch(/2 pinned.*Via pins only [\d.]+ %.*Via any pin [\d.]+ %.*Edges [1-9]/);
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
    await eventually(text).toMatch(/wheels; left.*no views are kept of it.*Copy a link to this/);
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

  it("says when edits are too many for a link", async () => {
    await open("analysis=fake&class=ambulance&panel=concepts&selected=n:stage5_add/3");
    const names = panel().getByRole("textbox", { name: /^Name of (?!the view)/ });
    const bar = page.getByRole("region", { name: "Edits of concepts" });
    await names.nth(0).fill("é".repeat(200));
    await page.keyboard.press("Enter");
    await eventually(() => parameter("edits")).toContain("éé");
    await names.nth(1).fill("è".repeat(200));
    await page.keyboard.press("Enter");
    await eventually(() => bar.textContent()).toContain("too many edits for a link: save a view");
    await eventually(() => parameter("edits")).toBeNull();
    await bar.getByRole("button", { name: "Undo" }).click();
    await eventually(() => parameter("edits")).toContain("éé");
    await expect.poll(() => bar.textContent()).not.toContain("too many");
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
    await expect.poll(() => parameter("edits")).toBeNull();
    await expect.poll(() => bar.textContent()).toContain("Edits undone");

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

  it("has edits in its link, takes them back by keys, and does them again", async () => {
    await open(`analysis=${analysis}&class=car&panel=concepts&selected=l:conv4&share=1`);
    const names = () =>
      panel()
        .getByRole("textbox", { name: /^Name of (?!the view)/ })
        .evaluateAll((fields) => fields.map((field) => field.getAttribute("aria-label")).sort());
    const history = () =>
      panel()
        .getByRole("listitem")
        .getByRole("button", { name: /^(Undo|Redo)/ });
    const words = () => history().evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label")));
    const bar = page.getByRole("region", { name: "Edits of concepts" });
    await panel().getByRole("checkbox", { name: "Choose concept 1", exact: true }).click();
    await panel().getByRole("checkbox", { name: "Choose concept 3", exact: true }).click();
    await panel().getByRole("button", { name: "Merge 2" }).click();
    await eventually(() => parameter("edits")).toMatch(/^merge,conv4,(1,3|3,1)$/);
    await panel().getByRole("button", { name: "Split in two" }).click();
    await eventually(names).toHaveLength(4);
    await panel().getByRole("textbox", { name: "Name of concept 2" }).fill("round; 50 %");
    await page.keyboard.press("Enter");
    await eventually(() => bar.textContent()).toContain("3 edits not saved");
    await eventually(() => parameter("edits")).toContain(";name,conv4,2,round%3B 50 %25");
    const [edited, done, carried] = [await names(), await words(), await shown()];

    await page.reload();
    await eventually(() => bar.textContent()).toContain("3 edits not saved");
    await eventually(names).toEqual(edited);
    expect(await words()).toEqual(done);
    expect(await shown()).toBe(carried);

    await page.locator(".canvas").focus();
    await page.keyboard.press("Control+z");
    await eventually(() => bar.textContent()).toContain("2 edits not saved");
    await page.keyboard.press("Control+z");
    await eventually(names).toHaveLength(3);
    await eventually(() => parameter("edits")).toMatch(/^merge,conv4,\d,\d$/);
    await page.keyboard.press("Control+Shift+z");
    await eventually(names).toHaveLength(4);
    await bar.getByRole("button", { name: "Redo" }).click();
    await eventually(names).toEqual(edited);
    await expect.poll(() => bar.getByRole("button", { name: "Redo" }).isDisabled()).toBe(true);

    // Another class has the same concepts; going back leads to the edits that there were.
    await page.getByRole("navigation", { name: "Classes" }).getByRole("link", { name: /^cat/ }).click();
    await eventually(() => parameter("class")).toBe("cat");
    await eventually(() => bar.textContent()).toContain("3 edits not saved");
    await page.reload();
    await eventually(names).toEqual(edited);
    await bar.getByRole("button", { name: "Reset" }).click();
    await eventually(names).toHaveLength(4);
    await page.goBack();
    await eventually(names).toEqual(edited);
  });

  it("says which edits of a link cannot be done", async () => {
    await open(`analysis=${analysis}&class=car&edits=merge,conv4,0,2;split,conv4,77`);
    await eventually(text).toContain("Layer conv4 has no concept 77 to split");
    await eventually(() => parameter("edits")).toBe("merge,conv4,0,2");
    await eventually(text).toMatch(/Merged concept 0 and concept 2/);
  });
});
