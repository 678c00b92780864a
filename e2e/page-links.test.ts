/** Links lead where they say, and nothing leads back but the reader. */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { describePage } from "./testing/describe-page.js";

/** Milliseconds in which a page that was left might still write its address. */
const afterwards = 1200;

async function prepare(root: string) {
  const directories = [join(root, "first"), join(root, "second")];
  for (const [i, directory] of directories.entries()) await writeFakeAnalysis(directory, i + 1);
  return { directories };
}

describePage("links", { prepare }, (tests) => {
  const graph = "graph?analysis=first&class=lighthouse";
  const pages = ["", "new", "analysis?analysis=first", graph, "compare?analysis=first&class=sailboat", "document"];
  const pathOf = () => new URL(tests.page.url()).pathname;
  const open = async (address: string) => {
    await tests.page.goto(tests.url + address);
    await tests.page.getByRole("navigation", { name: "Parts" }).waitFor();
    if (address === graph) await tests.page.locator(".canvas canvas").first().waitFor();
  };

  it.each(["Compare", "Files", "Analyses", "Gipfel: models, data sets and analyses"])(
    "leave the graph of any class: %s, back, forward, reload",
    async (name) => {
      // Analyses of folders that an earlier version wrote have no map.
      tests.expected = /404/;
      const { page } = tests;
      await open("graph?analysis=first&class=ambulance");
      await page.locator(".canvas canvas").first().waitFor();
      await page.getByRole("navigation", { name: "Classes" }).getByRole("link", { name: "lighthouse" }).click();
      await page.getByText(/of the attribution of lighthouse/).waitFor();
      const link = page.getByRole("banner").getByRole("link", { name, exact: true });
      const wanted = new URL((await link.getAttribute("href")) ?? "", tests.url).pathname;
      await link.click();
      await expect.poll(pathOf).toBe(wanted);
      await delay(afterwards);
      expect(pathOf()).toBe(wanted);
      const there = page.url();
      await page.goBack();
      await page.getByText(/of the attribution of lighthouse/).waitFor();
      await delay(afterwards);
      expect(page.url()).toContain("class=lighthouse");
      await page.goForward();
      await expect.poll(pathOf).toBe(wanted);
      await delay(afterwards);
      expect(page.url()).toBe(there);
      await page.reload();
      await page.getByRole("navigation", { name: "Parts" }).waitFor();
      await delay(afterwards);
      expect(page.url()).toBe(there);
    },
  );

  it.each(pages)("of page /%s lead where they say", async (address) => {
    tests.expected = /404/;
    const { page } = tests;
    await open(address);
    await delay(afterwards);
    const hrefs = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>("a[href]")]
        .filter((link) => link.origin === location.origin && !link.download && !link.target)
        .map((link) => link.pathname + link.search),
    );
    // Of the links to one page the last stands for all: the first is often where the reader is.
    const byPath = new Map(hrefs.map((href) => [new URL(href, tests.url).pathname, href]));
    expect(byPath.size).toBeGreaterThan(2);
    for (const [path, href] of byPath) {
      await open(address);
      await page.locator(`a[href="${href}"]`).first().waitFor({ state: "attached" });
      await page.evaluate((wanted) => {
        const link = [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].findLast(
          ({ pathname, search }) => pathname + search === wanted,
        );
        link?.click();
      }, href);
      await expect.poll(pathOf).toBe(path);
      await delay(afterwards);
      expect(pathOf()).toBe(path);
      const { searchParams } = new URL(page.url());
      for (const [name, value] of new URL(href, tests.url).searchParams) expect(searchParams.get(name)).toBe(value);
    }
  });

  it("leads by the name of an analysis, too", async () => {
    await open(graph);
    await tests.page.getByText(/of the attribution of lighthouse/).waitFor();
  });
});
