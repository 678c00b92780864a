/**
 * Measures what it costs the embedded service that many watch an analysis: `node scripts/load/watching-clients.mjs
 * [clients]`, after a build. Prints how long lists of analyses take without anyone who watches and with 1,000 clients on the
 * stream of events of one analysis. The service lets one caller have fewer streams, so each client comes from an address
 * of its own behind a proxy that is trusted.
 */
import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { client, drawImages } from "./demo-load.mjs";
import { startWatchedServer } from "./watched-server.mjs";

const clients = Number(process.argv[2] ?? 1000);
const lists = 200;

const folder = await mkdtemp(join(tmpdir(), "gipfel-watching-"));
try {
  await drawImages(folder, 2);
  const more = { options: ["--trust-proxy", "127.0.0.1", "--max-connections", "5000"] };
  const server = await startWatchedServer(join(folder, "state"), folder, more);
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
  // One analysis at a time: the second waits as long as the first runs.
  const [, watched] = [await api.analyse(subject), await api.analyse(subject)];
  const rows = [await row(server, 0)];
  const streams = await Promise.all(Array.from({ length: clients }, (_, n) => watch(server.url, watched.id, n)));
  rows.push(await row(server, clients));
  for (const stream of streams) stream.destroy();
  console.table(rows);
}

/** A stream of events, once its first event has come. */
function watch(url, id, n) {
  const headers = { "x-forwarded-for": `10.0.${n >> 8}.${n & 255}` };
  return new Promise((resolve, reject) => {
    http
      .get(new URL(`/api/analyses/${id}/events`, url), { headers, agent: false }, (stream) => {
        if (stream.statusCode !== 200) reject(new Error(`a stream was answered ${stream.statusCode}`));
        stream.once("data", () => resolve(stream));
        stream.on("error", () => undefined);
      })
      .on("error", reject);
  });
}

/** Lists one after the other. */
async function row(server, watching) {
  await server.turns();
  const times = [];
  for (let n = 0; n < lists; n += 1) {
    const started = performance.now();
    const answer = await fetch(new URL("/api/analyses", server.url));
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`a list was answered ${answer.status}`);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (part) => Math.round(times[Math.floor(part * (times.length - 1))] * 10) / 10;
  const { computing, blocking } = await server.turns();
  return {
    watching,
    "list, p50 ms": at(0.5),
    "list, p99 ms": at(0.99),
    "longest turn, ms of computing": Math.round(computing),
    "longest turn, ms in all": Math.round(blocking),
  };
}
