/**
 * Measures the embedded service under load, while it is idle and while it analyses: `node scripts/load/measure.mjs`, after a
 * build. Prints requests per second and the 99th percentile of their times for the routes that pages ask for most, and the
 * longest turns of the server's event loop.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { client, drawImages, hotRoutes } from "./demo-load.mjs";
import { startWatchedServer } from "./watched-server.mjs";

const seconds = Number(process.argv[2] ?? 10);
const connections = 10;
const imagesPerClass = 100;

const folder = await mkdtemp(join(tmpdir(), "gipfel-load-"));
try {
  await drawImages(folder, imagesPerClass);
  const server = await startWatchedServer(join(folder, "state"), folder);
  try {
    await measure(server);
  } finally {
    await server.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(server) {
  const api = client(server.url);
  const subject = await api.prepare();
  const finished = await api.analyse(subject);
  await api.ended(finished.id);
  const routes = await hotRoutes(api, finished.id);
  const rows = [];
  const measureRoute = async (state, route, path) => {
    await server.turns();
    const result = await autocannon({ url: new URL(path, server.url).href, connections, duration: seconds });
    const { computing, blocking } = await server.turns();
    rows.push({
      state,
      route,
      "requests/s": Math.round(result.requests.average),
      "p50 ms": result.latency.p50,
      "p99 ms": result.latency.p99,
      "not 2xx": result.non2xx + result.errors,
      "longest turn, ms of computing": Math.round(computing),
      "longest turn, ms in all": Math.round(blocking),
    });
  };
  for (const [route, path] of Object.entries(routes)) await measureRoute("idle", route, path);
  // Several, so that one runs as long as it is measured.
  const running = [];
  for (let n = 0; n < 20; n += 1) running.push(await api.analyse(subject));
  for (const [route, path] of Object.entries(routes)) await measureRoute("analysing", route, path);
  await server.turns();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const { computing, blocking } = await server.turns();
  rows.push({
    state: "analysing",
    route: "no requests",
    "longest turn, ms of computing": Math.round(computing),
    "longest turn, ms in all": Math.round(blocking),
  });
  for (const { id } of running) await api.ask("POST", `/api/analyses/${id}/cancel`).catch(() => undefined);
  console.table(rows);
}
