/**
 * Measures the embedded service with a graph as large as `--layers all --clusters 160` makes one:
 * `node scripts/load/large-graph.mjs [folder of an analysis]`, after a build. Without a folder a graph of 28 layers of 92
 * concepts is drawn up. The JavaScript memory of the server is limited to 1 GiB. Prints for each request how long it took
 * and the longest turn of the server's event loop, then the same for fourteen exports at a time, with the times of health
 * checks meanwhile.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { layeredGraph } from "../../packages/service/dist/testing/layered-graph.js";
import { startWatchedServer } from "./watched-server.mjs";

const formats = ["csv", "graphml", "json"];
const shares = [0.2, 0.8];
const together = 14;

const folder = await mkdtemp(join(tmpdir(), "gipfel-large-"));
try {
  const given = process.argv[2];
  const analysis = given === undefined ? await drawUp(join(folder, "large")) : resolve(given);
  await measure(analysis);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Writes the folder of an analysis of one class. @param {string} directory */
async function drawUp(directory) {
  const graph = layeredGraph(28, 92);
  const { layers, segments, model, dataset } = graph;
  const { index, name, images, accuracy } = graph.class;
  await mkdir(join(directory, "graphs"), { recursive: true });
  const document = {
    ...{ format: "gipfel-analysis", version: 1, software: { name: "gipfel", version: "0.1.0", engine: "none" } },
    ...{ model: { ...model, input: [3, 8, 8] }, dataset, options: {}, layers, segments, pairs: [] },
    ...{ classes: [{ id: name, index, name, images, accuracy }], skippedImages: [], warnings: [] },
  };
  await writeFile(join(directory, "analysis.json"), JSON.stringify(document));
  await writeFile(join(directory, "graphs", `${name}.json`), JSON.stringify(graph));
  return directory;
}

/** @param {string} analysis */
async function measure(analysis) {
  const options = { folders: [analysis], node: ["--max-old-space-size=1024"] };
  const server = await startWatchedServer(join(folder, "state"), folder, options);
  try {
    const [{ id, classes }] = JSON.parse((await ask(server.url, "/api/results")).text).items;
    const graph = `/api/analyses/${id}/graphs/${encodeURIComponent(classes[0].id)}`;
    const whole = JSON.parse((await ask(server.url, graph)).text);
    console.info(`${whole.nodes.length} nodes, ${whole.edges.length} edges`);
    const requests = {
      ...Object.fromEntries(shares.map((share) => [`graph, share ${share}`, `${graph}?share=${share}`])),
      ...{ "graph, 100 nodes": `${graph}?share=0.8&maxNodes=100`, "graph, whole": graph },
      ...Object.fromEntries(formats.map((format) => [`export, ${format}`, `${graph}/export?format=${format}`])),
    };
    for (const [request, path] of Object.entries(requests)) console.info(await row(server, request, [path]));
    const exports = Array.from({ length: together }, (_, n) => `${graph}/export?format=${formats[n % formats.length]}`);
    console.info(await row(server, `${together} exports at a time`, exports));
    console.info(`most memory of the process: ${await peakMemory(server.pid)} MB`);
  } finally {
    await server.close();
  }
}

/** Sends requests at once and asks for its health all the while. @param {string[]} paths */
async function row(server, request, paths) {
  await server.turns();
  let isOver = false;
  const checks = (async () => {
    const times = [];
    while (!isOver) {
      times.push((await ask(server.url, "/api/health/live")).milliseconds);
      await delay(20);
    }
    return times;
  })();
  const answers = await Promise.all(paths.map((path) => ask(server.url, path))).finally(() => {
    isOver = true;
  });
  const times = await checks;
  const { computing, blocking } = await server.turns();
  return {
    request,
    "MB in all": Math.round(answers.reduce((sum, { text }) => sum + text.length, 0) / 1e5) / 10,
    seconds: Math.round(Math.max(...answers.map(({ milliseconds }) => milliseconds)) / 10) / 100,
    "longest turn, ms of computing": Math.round(computing),
    "longest turn, ms in all": Math.round(blocking),
    "slowest health check, ms": Math.round(Math.max(...times)),
  };
}

/** @returns text and time of an answer that is complete, however long it takes. @throws for any other */
async function ask(url, path) {
  const started = performance.now();
  // fetch gives up where an answer begins after five minutes, as the last of many exports may on a busy machine.
  const answer = await new Promise((resolve, reject) => http.get(new URL(path, url), resolve).on("error", reject));
  const body = await text(answer);
  if (answer.statusCode !== 200) {
    throw new Error(`GET ${path} was answered ${answer.statusCode}: ${body.slice(0, 500)}`);
  }
  return { text: body, milliseconds: performance.now() - started };
}

/** Megabytes that the process has held at most (proc(5), VmHWM). */
async function peakMemory(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]) / 1024);
}
