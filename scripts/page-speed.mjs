/**
 * Measures the page: `node scripts/page-speed.mjs [DEMO]`, where DEMO is the folder of the demo's analysis unless given.
 * Prints how long the first graph takes on the demo, and on a made-up graph of 1,000 nodes and 10,000 edges (always the
 * same) what the ordering takes, a step of the slider, and pointing at a node: from the event to the frame after it.
 * Packages and page must be built; Chromium is at CHROMIUM_PATH or /usr/bin/chromium, without a graphics card.
 */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./workspace/root.mjs";

const built = (...path) => import(pathToFileURL(join(root, ...path)).href);
const { chromium } = createRequire(join(root, "apps", "web", "package.json"))("playwright-core");
const sharp = createRequire(join(root, "packages", "dataset", "package.json"))("sharp");
const { startServer } = await built("apps", "server", "dist", "index.js");
const { randomGraphDocument } = await built("packages", "graph", "dist", "testing", "random-graph.js");
const { documentRanks, orderRanks } = await built("packages", "graph", "dist", "index.js");

const demo = resolve(process.argv[2] ?? join(root, ".gipfel", "demo", "analysis"));
const images = 24;
const side = 64;

/** Writes the analysis folder of the made-up graph. */
async function writeLarge(directory) {
  const document = randomGraphDocument({ layers: 20, nodesPerLayer: 50, edges: 10_000, seed: 1 });
  for (const node of document.nodes) {
    if (node.examples.length === 0) continue;
    const at = Number(node.id.split("/")[1]);
    node.examples = [0, 1, 2, 3].map((i) => ({ image: (at + i) % images, box: [0, 0, side, side], activation: 1 }));
  }
  const { model, dataset, layers, segments } = document;
  const analysis = {
    ...{
      format: "gipfel-analysis",
      version: 1,
      layers,
      segments,
      pairs: [],
      options: {},
      skippedImages: [],
      warnings: [],
    },
    software: { name: "gipfel", version: "0", engine: "none" },
    model: { ...model, input: [3, side, side] },
    dataset,
    classes: [{ id: "random", index: 0, name: "random", images: 100, accuracy: 0.9 }],
  };
  await mkdir(join(directory, "graphs"), { recursive: true });
  await mkdir(join(directory, "images"));
  await writeFile(join(directory, "analysis.json"), JSON.stringify(analysis));
  await writeFile(join(directory, "graphs", "random.json"), JSON.stringify(document));
  for (let i = 0; i < images; i++) {
    const background = `hsl(${(i * 360) / images}, 60%, 50%)`;
    const blank = sharp({ create: { width: side, height: side, channels: 3, background } });
    await blank.webp().toFile(join(directory, "images", `${i}.webp`));
  }
  return document;
}

const sorted = (times) => times.toSorted((a, b) => a - b);
const milliseconds = (value) => `${value.toFixed(0).padStart(5)} ms`;

/** @param computing what the page's main thread computes for one, without what it waits for on a busy machine */
function print(what, times, limit, computing) {
  const all = sorted(times);
  const [median, slow] = [all[all.length >> 1], all[Math.floor(all.length * 0.9)]];
  const line = [
    what.padEnd(44),
    milliseconds(median),
    `(best ${milliseconds(all[0])}, nine of ten ${milliseconds(slow)})`,
  ];
  if (computing !== undefined) line.push(`computing ${milliseconds(computing)}`);
  process.stdout.write(`${line.join(" ")}  limit ${limit} ms\n`);
}

/** Defines `afterFrame`: resolves when what has been asked for is on the screen. */
const helpers = () => {
  globalThis.afterFrame = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now());
        channel.port2.postMessage(null);
      }),
    );
};

async function firstGraph(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(helpers);
  await page.goto(url, { waitUntil: "commit" });
  const time = await page.evaluate(async () => {
    const hasInk = () => {
      const canvas = document.querySelector("canvas.links");
      const data = canvas?.width ? canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data : [];
      return data.some((value, i) => i % 4 === 3 && value > 0);
    };
    while (!hasInk()) await globalThis.afterFrame();
    return performance.now();
  });
  await page.close();
  return time;
}

/** Steps of the slider of concepts, from most to all of the graph and back. */
const stepSlider = (page) =>
  page.evaluate(async () => {
    const slider = document.querySelector("input[type=range]");
    const times = [];
    for (const step of [196, 197, 198, 199, 200, 199, 198, 197, 196, 195, 180, 160, 140, 160, 180, 200, 190, 200]) {
      const start = performance.now();
      slider.value = String(step);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      times.push((await globalThis.afterFrame()) - start);
      // A reader's hand rests between steps, too.
      await new Promise((done) => setTimeout(done, 60));
    }
    return times;
  });

/** Points at places all over the drawing. */
async function pointAround(page) {
  await page.evaluate(() => {
    globalThis.times = [];
    addEventListener(
      "mousemove",
      () => {
        const start = performance.now();
        globalThis.afterFrame().then((end) => globalThis.times.push(end - start));
      },
      true,
    );
  });
  const box = await page.locator(".canvas").boundingBox();
  for (let i = 0; i < 30; i++) {
    const [x, y] = [box.x + 40 + ((i * 173) % (box.width - 80)), box.y + 140 + ((i * 97) % (box.height - 240))];
    await page.mouse.move(x, y);
    await page.waitForTimeout(60);
  }
  return page.evaluate(() => globalThis.times);
}

/** Runs and prints a measurement in the page. */
async function measure(page, what, run) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const seconds = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value;
  };
  const before = await seconds();
  const times = await run(page);
  print(what, times, 50, (1000 * ((await seconds()) - before)) / times.length);
  await session.detach();
}

const directory = await mkdtemp(join(tmpdir(), "gipfel-speed-"));
const document = await writeLarge(join(directory, "large"));
const directories = [join(directory, "large"), ...(existsSync(demo) ? [demo] : [])];
const server = await startServer({ directories, host: "127.0.0.1", port: 0 });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  if (directories.length > 1) {
    const url = `${server.url}graph?analysis=${encodeURIComponent(demo.split("/").at(-1))}`;
    const times = [];
    for (let i = 0; i < 5; i++) times.push(await firstGraph(browser, url));
    print("First graph of the demo", times, 1000);
  } else process.stdout.write(`First graph of the demo: skipped, there is no ${demo}; pnpm demo makes it.\n`);

  const ranks = documentRanks(document);
  const orderings = Array.from({ length: 5 }, () => {
    const start = performance.now();
    orderRanks(ranks);
    return performance.now() - start;
  });
  print("Ordering", orderings, 200);

  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(helpers);
  await page.goto(`${server.url}graph?analysis=large&share=1`);
  await page.locator("canvas.links").waitFor();
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(2000);
  await measure(page, "Slider, opening view", stepSlider);
  await measure(page, "Pointing, opening view", pointAround);
  await page.reload();
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Fit" }).click();
  await page.waitForTimeout(2000);
  await measure(page, "Slider, whole graph in view", stepSlider);
  await measure(page, "Pointing, whole graph in view", pointAround);
} finally {
  await browser.close();
  await server.close();
  await rm(directory, { recursive: true, force: true });
}
