import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/**
 * What axe finds on a page as it is now: rule, element, and why, one line each.
 *
 * @param axe the text of axe-core's script
 * @param rules ids of the rules to check; all but experimental ones where none are named
 */
export async function violations(page: Page, axe: string, rules: readonly string[] = []): Promise<string[]> {
  await page.evaluate(axe);
  const options = { resultTypes: ["violations"], ...(rules.length > 0 ? { runOnly: rules } : {}) };
  const results = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary?.replace(/\s+/g, " ")}`),
  );
}
