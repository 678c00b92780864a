/** Redis and PostgreSQL are away for a while, silent or gone: requests are refused in time, and work goes on afterwards. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints, Problem, parseAs } from "../../packages/contracts/src/index.js";
import { Cluster, whyNoCluster } from "./testing/cluster.js";
import { analyse, drawDemo, ended, expectedFiles, subjects, type UploadedDemo, uploadDemo } from "./testing/demo.js";
import { leavingsOf, nothingLeft } from "./testing/leavings.js";
import { answerTime } from "./testing/persistently.js";

/** Seconds of the long outages; the short ones take a sixth. */
const long = Number(process.env.OUTAGE_SECONDS ?? 30);
const short = long / 6;

/** What a request was answered with, and the milliseconds that it took. */
interface Answer {
  readonly status: number;
  readonly time: number;
  readonly retryAfter: string | null;
  readonly problem: Problem | null;
}

describe.skipIf(whyNoCluster !== undefined)(`an outage${whyNoCluster ? `: ${whyNoCluster}` : ""}`, () => {
  let folder: string;
  let cluster: Cluster;
  let demo: UploadedDemo;
  let expected: Awaited<ReturnType<typeof expectedFiles>>;
  const [subject] = subjects;
  const ids: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "gipfel-outage-"));
    const dataRoot = await drawDemo(folder, 3);
    expected = await expectedFiles(folder, dataRoot, subject);
    cluster = await Cluster.start({ dataRoot, workers: 2 });
    demo = await uploadDemo(cluster.client);
  });
  afterAll(async () => {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (method: "GET" | "POST", path: string, body?: object): Promise<Answer> => {
    const start = performance.now();
    const reply = await fetch(cluster.url + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      signal: AbortSignal.timeout(answerTime),
    });
    const value: unknown = await reply.json();
    const isProblem = reply.headers.get("content-type")?.startsWith("application/problem+json") ?? false;
    return {
      status: reply.status,
      time: performance.now() - start,
      retryAfter: reply.headers.get("retry-after"),
      problem: isProblem ? parseAs(Problem, value, "OPTION_INVALID", "problem") : null,
    };
  };

  /** Asks over and over while `server` is away, and an analysis runs. @returns the longest time of an answer */
  async function liveThrough(
    seconds: number,
    code: "QUEUE_UNAVAILABLE" | "STORE_UNAVAILABLE",
    takeAway: () => void | Promise<void>,
    bringBack: () => void | Promise<void>,
  ): Promise<number> {
    const { client, members } = cluster;
    const { id } = await analyse(client, demo, subject, `analysis-${ids.length}`);
    ids.push(id);
    const isUnderWay = async () => (await client.showAnalysis({ params: { analysis: id } })).progress?.done;
    await expect.poll(isUnderWay, { timeout: 60_000 }).toBeTruthy();
    const pids = members.map(({ pid }) => pid);
    await takeAway();
    const end = Date.now() + seconds * 1000;
    const times: number[] = [];
    // What asks the store alone is answered while only Redis is away.
    const needsBoth = [() => ask("POST", endpoints.createAnalysis.path, demo), () => ask("GET", endpoints.ready.path)];
    const needsStore = [
      () => ask("GET", endpoints.listAnalyses.path),
      () => ask("GET", endpoints.showAnalysis.path.replace(":analysis", id)),
    ];
    do {
      expect((await ask("GET", endpoints.live.path)).status).toBe(200);
      const refused = code === "STORE_UNAVAILABLE" ? [...needsBoth, ...needsStore] : needsBoth;
      const answers = await Promise.all(refused.map((request) => request()));
      for (const { time, ...answer } of answers) {
        times.push(time);
        expect(answer).toMatchObject({ status: 503, retryAfter: "5", problem: { status: 503, code } });
      }
      if (code === "QUEUE_UNAVAILABLE") {
        for (const request of needsStore) expect((await request()).status).toBe(200);
      }
      await pause(200);
    } while (Date.now() < end);
    await bringBack();
    expect(await ended(client, id)).toMatchObject({ status: "finished", error: null });
    await expect.poll(async () => (await ask("GET", endpoints.ready.path)).status, { timeout: 20_000 }).toBe(200);
    expect(members.map(({ pid }) => pid)).toEqual(pids);
    expect(members.flatMap(({ crashes }) => crashes)).toEqual([]);
    return Math.max(...times);
  }

  it.each([
    { what: "Redis is silent", server: "redis", seconds: long, isSilent: true },
    { what: "Redis is gone", server: "redis", seconds: short, isSilent: false },
    { what: "PostgreSQL is silent", server: "postgres", seconds: short, isSilent: true },
    { what: "PostgreSQL is gone", server: "postgres", seconds: long, isSilent: false },
  ] as const)("in which $what for $seconds s is lived through", { timeout: 400_000 }, async (outage) => {
    const { what, server, seconds, isSilent } = outage;
    const subjected = cluster[server];
    const longest = await liveThrough(
      seconds,
      server === "redis" ? "QUEUE_UNAVAILABLE" : "STORE_UNAVAILABLE",
      () => (isSilent ? subjected.freeze() : subjected.kill()),
      () => (isSilent ? subjected.thaw() : subjected.restart()),
    );
    console.info(`while ${what} for ${seconds} s, requests were refused after ${Math.round(longest)} ms at most`);
  });

  it("leaves the results of those analyses, and nothing of what was refused", async () => {
    const { results, ...left } = await leavingsOf(cluster);
    expect([...results.keys()].sort()).toEqual([...ids].sort());
    for (const id of ids) expect(results.get(id)).toEqual(expected);
    expect(left).toEqual(nothingLeft);
  });
});
