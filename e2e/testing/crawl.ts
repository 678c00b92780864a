/** Follows every link and button of a page, and of what they open. */
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "../../apps/web/e2e/browser.js";

/** Milliseconds in which what was pressed shows what it does, and a page that was left might write its address. */
const settling = 400;
/** Of one page: panels open others. */
const mostSteps = 60;
/** What ends or deletes something, runs for long, or hides all else: other tests say what these do. */
const spared = /^(delete|cancel|discard|start|stop|remove|sign|upload|compute|ask|explain|apply|whole screen)\b/i;

export interface CrawlReport {
  readonly steps: number;
  /** What went wrong, each with what was pressed. */
  readonly faults: readonly string[];
}

interface Found {
  /** Tells it from others on its page, also after the page was opened anew. */
  readonly key: string;
  readonly name: string;
  readonly inBanner: boolean;
  /** Path of a link to another page. */
  readonly leadsTo: string | null;
}

/**
 * @param starts addresses of pages, with their queries; each is crawled, and pages that links lead to are looked at.
 * @param alike names such as those of classes: of what differs in these alone, one stands for all.
 */
export async function crawl(
  page: Page,
  url: string,
  starts: readonly string[],
  alike: readonly string[],
): Promise<CrawlReport> {
  const faults: string[] = [];
  let steps = 0;
  // The banner is the same on every page.
  const banner = new Set<string>();
  for (const start of starts) {
    const done = new Set<string>(banner);
    let ownSteps = 0;
    const open = async () => {
      await page.goto(url + start);
      await settle(page);
    };
    await open();
    const own = new URL(page.url()).pathname;
    const untouched = async () =>
      (await find(page, alike)).find(({ key, name }) => !done.has(key) && !spared.test(name));
    while (ownSteps < mostSteps) {
      let next = await untouched();
      if (!next) {
        // All of a dialog or menu was pressed: what lies under it is left.
        await page.keyboard.press("Escape");
        next = await untouched();
      }
      if (!next) break;
      done.add(next.key);
      if (next.inBanner) banner.add(next.key);
      ownSteps++;
      steps++;
      if (!(await press(page, next.key))) continue;
      await settle(page);
      const path = new URL(page.url()).pathname;
      const about = `/${start}: ${next.key}`;
      if (next.leadsTo !== null && path !== next.leadsTo) faults.push(`${about} leads to ${path}, not ${next.leadsTo}`);
      const ended = await deadEnd(page);
      if (ended !== null) faults.push(`${about}: ${ended}`);
      if (path !== own || ended !== null) await open();
    }
  }
  return { steps, faults };
}

async function settle(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Parts" }).waitFor();
  await page.waitForFunction(() => document.querySelector("main")?.textContent?.trim());
  await delay(settling);
}

/** What can be pressed where the reader is: in a dialog where one is open. */
function find(page: Page, alike: readonly string[]): Promise<Found[]> {
  return page.evaluate((same) => {
    const open = document.querySelector("dialog[open]") ?? document;
    const all = open.querySelectorAll<HTMLElement>("a[href], button:not([disabled]), [role=tab], summary");
    const seen = new Set<string>();
    const found = [];
    for (const element of all) {
      if (!element.checkVisibility() || element.closest("[inert]")) continue;
      const name = (element.getAttribute("aria-label") ?? element.textContent ?? "").replace(/\s+/g, " ").trim();
      // Lists repeat themselves, with other numbers: one of a kind stands for all.
      const kind = same.reduce((text, one) => text.replaceAll(one, "…"), name).replace(/\d+/g, "#");
      const key = `${element.localName} “${kind.slice(0, 60)}”`;
      if (seen.has(key)) continue;
      seen.add(key);
      const link = element instanceof HTMLAnchorElement && element.origin === location.origin && !element.target;
      const leadsTo = link && !element.download ? element.pathname : null;
      element.dataset.crawled = key;
      found.push({ key, name, leadsTo, inBanner: element.closest("header") !== null });
    }
    return found;
  }, alike);
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
