import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { build } from "vite";

export const chromiumPath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** Milliseconds that a page is waited for: of a machine that is busy with other tests, too. */
export const patience = 90_000;

/** A browser without a window that asks nothing of the network on its own. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-sync",
      "--disable-component-update",
    ],
  });
}

/** Builds the page as it is shipped, into a folder outside the source tree. */
export async function buildPage(outDir: string): Promise<void> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  await build({ root, logLevel: "warn", build: { outDir, emptyOutDir: true } });
}
