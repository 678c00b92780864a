import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { beforeAll, expect, it } from "vitest";
import { violations } from "../../apps/web/e2e/violations.js";
import type { PageTests } from "./describe-page.js";

/** A page as somebody has brought it there. */
export interface PageState {
  readonly name: string;
  readonly path: string;
  /** Gets there from the address. */
  readonly reach?: (page: PageTests["page"]) => Promise<unknown>;
}

/** Tests states of the page by the rules of axe-core, light and dark; in dark colours, only what colours are about. */
export function itBreaksNoRule(tests: PageTests, states: () => readonly PageState[]): void {
  let axe: string;
  beforeAll(async () => {
    const fromPage = createRequire(new URL("../../apps/web/package.json", import.meta.url));
    axe = await readFile(fromPage.resolve("axe-core/axe.min.js"), "utf8");
  });

  it.each([
    { scheme: "light", rules: [] },
    { scheme: "dark", rules: ["color-contrast"] },
  ] as const)(
    "breaks no rule in $scheme colours",
    async ({ scheme, rules }) => {
      const { page } = tests;
      const found: string[] = [];
      // Of what there is not.
      tests.expected = /404/;
      await page.emulateMedia({ colorScheme: scheme });
      for (const { name, path, reach } of states()) {
        await page.goto(new URL(path, tests.url).href);
        await reach?.(page);
        found.push(...(await violations(page, axe, rules)).map((violation) => `${name}: ${violation}`));
      }
      expect(found).toEqual([]);
    },
    300_000,
  );
}
