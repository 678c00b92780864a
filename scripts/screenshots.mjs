/**
 * Takes the pictures of the page in docs/images from a finished analysis: `node scripts/screenshots.mjs [DIR]`, where
 * DIR is the folder of the demo's analysis unless given. The page must be built; Chromium is at CHROMIUM_PATH or
 * /usr/bin/chromium.
 */
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./workspace/root.mjs";

const directory = resolve(process.argv[2] ?? join(root, ".gipfel", "demo", "analysis"));
const out = join(root, "docs", "images");
const size = { width: 1440, height: 900 };

// Neither package is a dependency of the workspace's root: each is taken from the part that has it.
const { chromium } = createRequire(join(root, "apps", "web", "package.json"))("playwright-core");
const sharp = createRequire(join(root, "packages", "dataset", "package.json"))("sharp");
const { startServer } = await import(pathToFileURL(join(root, "apps", "server", "dist", "index.js")).href);

const server = await startServer({ directories: [directory], host: "127.0.0.1", port: 0 });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

/** Takes the page at an address, as `reach` leaves it. */
async function take(name, colorScheme, address, reach = async () => {}) {
  const page = await browser.newPage({ viewport: size, colorScheme });
  await page.goto(`${server.url}${address}`);
  await reach(page);
  // Pictures of concepts are fetched and drawn one by one.
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(1500);
  // 256 colours are enough here, and take a third of the space.
  const path = join(out, name);
  await sharp(await page.screenshot())
    .png({ palette: true, effort: 10 })
    .toFile(path);
  process.stdout.write(`${path}\n`);
  await page.close();
}

/** Selects the concept that carries most. */
const strongest = (page) =>
  page.getByRole("complementary", { name: "Details" }).getByRole("listitem").getByRole("button").first().click();

await mkdir(out, { recursive: true });
await take("explorer.png", "light", "graph?class=cat", strongest);
await take("explorer-dark.png", "dark", "graph?class=car", strongest);
await take("comparison.png", "light", "compare?class=car&otherClass=bus&share=0.2&show=picture");
await take("classes.png", "light", "analysis?class=car");
await browser.close();
await server.close();
