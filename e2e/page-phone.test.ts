/** A phone is narrow: nothing is wider than it, and nothing lies on something else. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeFakeAnalysis } from "../apps/web/e2e/fake-analysis.js";
import { describePage } from "./testing/describe-page.js";

async function prepare(root: string) {
  await writeFakeAnalysis(join(root, "first"), 1);
  return { directories: [join(root, "first")], state: join(root, "state") };
}

describePage("on a phone", { prepare, context: { viewport: { width: 390, height: 844 } } }, (tests) => {
  it.each([
    ["", /^Models/],
    ["new", /./],
    ["analysis?analysis=first", /Choose a class/],
    ["graph?analysis=first&class=lighthouse", /of the attribution of lighthouse/],
    ["compare?analysis=first&class=sailboat", /Share in A/],
    ["document", /./],
  ])("page /%s fits", async (address, ready) => {
    tests.expected = /404/;
    const { page } = tests;
    await page.goto(tests.url + address);
    await page.locator("main").getByText(ready).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const covered = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll("main section, main fieldset, main aside, main form > *")].filter(
        (box) => box.checkVisibility(),
      );
      const covers = (a: DOMRect, b: DOMRect) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
      return boxes.flatMap((a, i) =>
        boxes
          .slice(i + 1)
          .filter((b) => !a.contains(b) && covers(a.getBoundingClientRect(), b.getBoundingClientRect()))
          .map((b) => `${a.textContent?.slice(0, 30)} | ${b.textContent?.slice(0, 30)}`),
      );
    });
    expect(covered).toEqual([]);
  });
});
