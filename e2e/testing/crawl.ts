/** Follows every link and button of a page, and of what they open. */
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "../../apps/web/e2e/browser.js";

/** Milliseconds in which what was pressed shows what it does, and a page that was left might write its address. */
const settling = 700;
/** Of one page: panels open others. */
const mostSteps = 160;

export interface CrawlReport {
  /** Paths that were seen. */
  readonly paths: ReadonlySet<string>;
  readonly steps: number;
  /** What went wrong, each with what was pressed. */
  readonly faults: readonly string[];
}

interface Found {
  /** Tells it from others on its page, also after the page was opened anew. */
  readonly key: string;
  /** Path of a link to another page. */
  readonly leadsTo: string | null;
}

/** @param starts addresses of pages, with their queries; each is crawled, and pages that links lead to are looked at. */
export async function crawl(page: Page, url: string, starts: readonly string[]): Promise<CrawlReport> {
  const paths = new Set<string>();
  const faults: string[] = [];
  let steps = 0;
  for (const start of starts) {
    const done = new Set<string>();
    const open = async () => {
      await page.goto(url + start);
      await settle(page);
    };
    await open();
    const own = new URL(page.url()).pathname;
    while (done.size < mostSteps) {
      const next = (await find(page)).find(({ key }) => !done.has(key));
      if (!next) break;
      done.add(next.key);
      steps++;
      if (!(await press(page, next.key))) continue;
      await settle(page);
      const path = new URL(page.url()).pathname;
      paths.add(path);
      const about = `/${start}: ${next.key}`;
      if (next.leadsTo !== null && path !== next.leadsTo) faults.push(`${about} leads to ${path}, not ${next.leadsTo}`);
      const ended = await deadEnd(page);
      if (ended !== null) faults.push(`${about}: ${ended}`);
      await page.keyboard.press("Escape");
      if (path !== own || ended !== null) await open();
    }
  }
  return { paths, steps, faults };
}

async function settle(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Parts" }).waitFor();
  await delay(settling);
}

/** What can be pressed where the reader is: in a dialog where one is open. */
function find(page: Page): Promise<Found[]> {
  return page.evaluate(() => {
    const open = document.querySelector("dialog[open]") ?? document;
    const all = open.querySelectorAll<HTMLElement>("a[href], button:not([disabled]), [role=tab], summary");
    const seen = new Map<string, number>();
    const found = [];
    for (const element of all) {
      if (!element.checkVisibility() || element.closest("[inert]")) continue;
      const name = (element.getAttribute("aria-label") ?? element.textContent ?? "").replace(/\s+/g, " ").trim();
      const base = `${element.localName} “${name.slice(0, 60)}”`;
      const n = seen.get(base) ?? 0;
      seen.set(base, n + 1);
      // Lists repeat themselves: three of a kind stand for all.
      if (n > 2) continue;
      const link = element instanceof HTMLAnchorElement && element.origin === location.origin && !element.target;
      const leadsTo = link && !element.download ? element.pathname : null;
      const key = n === 0 ? base : `${base} ${n}`;
      element.dataset.crawled = key;
      found.push({ key, leadsTo });
    }
    return found;
  });
}

function press(page: Page, key: string): Promise<boolean> {
  return page.evaluate((wanted) => {
    const element = [...document.querySelectorAll<HTMLElement>("[data-crawled]")].find(
      ({ dataset }) => dataset.crawled === wanted,
    );
    element?.click();
    return element !== undefined;
  }, key);
}

/** Why a page leads no further; null where it does. */
function deadEnd(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const text = document.querySelector("main")?.textContent ?? "";
    const failure = /[^\n]*(could not be loaded|There is no such)[^\n]*/.exec(text)?.[0];
    if (failure !== undefined) return failure;
    if (document.querySelectorAll("header a[href]").length < 4) return "no links to the other parts";
    return text.trim() === "" ? "nothing is shown" : null;
  });
}
