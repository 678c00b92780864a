/**
 * Measures what it costs the embedded service that many watch an analysis: `node scripts/load/watching-clients.mjs
 * [clients]`, after a build. Prints how long lists of analyses take without anyone who watches and with 1,000 clients on the
 * stream of events of one analysis. One caller may have 250 streams, so the clients share tokens.
 */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { client, drawImages } from "./demo-load.mjs";
import { startWatchedServer } from "./watched-server.mjs";

const clients = Number(process.argv[2] ?? 1000);
const lists = 100;
const streamsPerCaller = 250;
const program = fileURLToPath(new URL("../../apps/cli/dist/main.js", import.meta.url));

const folder = await mkdtemp(join(tmpdir(), "gipfel-watching-"));
try {
  await drawImages(folder, 2);
  const state = join(folder, "state");
  const tokens = Array.from({ length: Math.ceil(clients / streamsPerCaller) }, (_, n) =>
    addToken(state, `client-${n}`),
  );
  // Tokens count beyond this machine only.
  process.env.GIPFEL_TOKEN = randomBytes(16).toString("hex");
  const more = { options: ["--host", "0.0.0.0", "--max-connections", "5000"] };
  const server = await startWatchedServer(state, folder, more);
  try {
    await measure(server, process.env.GIPFEL_TOKEN, tokens);
  } finally {
    await server.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @returns the secret of a token that may look */
function addToken(state, name) {
  const said = execFileSync(process.execPath, [program, "token", "add", "--role", "read", "--state", state, name], {
    encoding: "utf8",
  });
  return said.trim().split(/\s+/).at(-1) ?? "";
}

async function measure(server, token, tokens) {
  const api = client(server.url, token);
  const subject = await api.prepare();
  // One runs at a time, so the last waits as long as those before it run.
  let watched = await api.analyse(subject);
  for (let n = 0; n < 10; n += 1) watched = await api.analyse(subject);
  console.info(await row(server, token, 0));
  const streams = await Promise.all(
    Array.from({ length: clients }, (_, n) => watch(server.url, watched.id, tokens[n % tokens.length])),
  );
  console.info(await row(server, token, clients));
  for (const stream of streams) stream.destroy();
}

/** A stream of events, once its first event has come. */
function watch(url, id, token) {
  const headers = { authorization: `Bearer ${token}` };
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
async function row(server, token, watching) {
  await server.turns();
  const times = [];
  for (let n = 0; n < lists; n += 1) {
    const started = performance.now();
    const answer = await fetch(new URL("/api/analyses", server.url), {
      headers: { authorization: `Bearer ${token}` },
    });
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
