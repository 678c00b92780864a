/**
 * Tests of the page, in a browser against a server that has it as it is built. Whatever the browser
 * complains of fails the test. Needs Chromium, at CHROMIUM_PATH or /usr/bin/chromium, and skips without.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from "vitest";
import { type ServerOptions, startServer } from "../../apps/server/src/index.js";
import {
  type Browser,
  type BrowserContextOptions,
  chromiumPath,
  launchBrowser,
  type Page,
} from "../../apps/web/e2e/browser.js";
import { testJobProcess } from "../../packages/service/src/testing/job-process.js";
import { setUp } from "../../scripts/workspace/set-up.mjs";

/** Milliseconds that a page is waited for: of a machine that is busy with other tests, too. */
const patience = 90_000;
/** Milliseconds that an analysis of a few images may take before the tests begin. */
const preparation = 300_000;

type Server = Awaited<ReturnType<typeof startServer>>;

export interface PageTests {
  /** A folder that is gone with the tests. */
  readonly root: string;
  /** Address of the server, with a slash at its end. */
  readonly url: string;
  /** Of the test that runs. */
  readonly page: Page;
  /** What the browser itself says of replies that are no success, where the test that runs asks for them. */
  expected: RegExp | null;
  /** Starts another server of the page. */
  serve(options: Partial<ServerOptions>): Promise<Server>;
}

export interface PageSetting {
  readonly context?: BrowserContextOptions;
  /** Writes what is served below the root. @returns how the server is to serve it */
  prepare(root: string): Promise<Partial<ServerOptions>>;
  /** Has the server do what takes it time. */
  begin?(url: string): Promise<void>;
}

/** @param tests is called at once, and uses what it is given while tests run. */
export function describePage(
  name: string,
  { context = {}, prepare, begin }: PageSetting,
  tests: (given: PageTests) => void,
): void {
  const hasBrowser = existsSync(chromiumPath);
  const title = hasBrowser ? name : `${name} (skipped: no Chromium at ${chromiumPath})`;
  describe.skipIf(!hasBrowser)(title, () => {
    let root: string;
    let server: Server;
    let browser: Browser;
    let page: Page;
    let complaints: string[];
    const given: PageTests = {
      get root() {
        return root;
      },
      get url() {
        return server.url;
      },
      get page() {
        return page;
      },
      expected: null,
      serve: (options) =>
        startServer({
          ...{ directories: [], host: "127.0.0.1", port: 0 },
          jobProcess: testJobProcess,
          ...options,
        }),
    };

    beforeAll(async () => {
      if (!(await setUp({ only: "page" }))) throw new Error("The page cannot be built: see above.");
      root = await mkdtemp(join(tmpdir(), "gipfel-page-"));
      const options = await prepare(root);
      server = await given.serve(options);
      await begin?.(server.url);
      browser = await launchBrowser();
    }, preparation);
    afterAll(async () => {
      await browser?.close();
      await server?.close();
      await rm(root, { recursive: true, force: true });
    });

    beforeEach(async () => {
      page = await browser.newPage({
        ...{ viewport: { width: 1440, height: 900 }, colorScheme: "light", reducedMotion: "reduce" },
        ...context,
      });
      page.setDefaultTimeout(patience);
      complaints = [];
      given.expected = null;
      page.on("console", (message) => {
        const isComplaint = message.type() === "error" || message.type() === "warning";
        if (!isComplaint || given.expected?.test(message.text())) return;
        complaints.push(`${message.text()} (${message.location().url})`);
      });
      page.on("pageerror", (error) => complaints.push(error.message));
    });
    afterEach(async () => {
      await page.close();
      expect(complaints).toEqual([]);
    });

    tests(given);
  });
}
