/** Faults at random moments: parts of a cluster are killed as by `kill -9` and start again a while later. */
import { setTimeout as pause } from "node:timers/promises";
import { randomIntegers } from "../../../packages/queue/src/conformance/random-integers.js";
import { jobProcessIds } from "../../../packages/service/src/testing/kill-processes.js";
import type { Cluster } from "./cluster.js";
import type { Member } from "./member.js";

/** `job`: the process of a job under a worker. `everything`: as when the power fails. */
const kinds = ["worker", "worker", "job", "server", "redis", "redis", "postgres", "postgres", "everything"] as const;
export type FaultKind = (typeof kinds)[number];

/** Milliseconds, at most: between two faults, and until what was killed is started again. */
const longestPause = 2500;
const longestAbsence = 900;

export interface FaultOptions {
  readonly seed: number;
  readonly count: number;
  /** How many times longer than on an idle machine of two cores things take: pauses are longer by as much. */
  readonly slowness: number;
  /** Ends them before. */
  readonly signal: AbortSignal;
}

/** @returns how many faults of each kind there were */
export async function inflict(
  cluster: Cluster,
  { seed, count, slowness, signal }: FaultOptions,
): Promise<Record<FaultKind, number>> {
  const next = randomIntegers(seed);
  const counts = { worker: 0, job: 0, server: 0, redis: 0, postgres: 0, everything: 0 };
  for (let fault = 0; fault < count && !signal.aborted; fault += 1) {
    await pause((100 + next(longestPause)) * slowness);
    const kind = kinds[next(kinds.length)];
    const absence = next(longestAbsence);
    await strike(cluster, kind, next, absence);
    counts[kind] += 1;
  }
  return counts;
}

async function strike(cluster: Cluster, kind: FaultKind, next: (below: number) => number, absence: number) {
  const { redis, postgres, server, workers } = cluster;
  const worker = workers[next(workers.length)];
  if (kind === "job") return killJobOf(worker);
  const members = { worker: [worker], server: [server], redis: [], postgres: [], everything: [server, ...workers] };
  const killed = members[kind];
  const isDown = (name: "redis" | "postgres") => kind === name || kind === "everything";
  await Promise.all([
    ...killed.map((member) => member.kill()),
    ...(isDown("redis") ? [redis.kill()] : []),
    ...(isDown("postgres") ? [postgres.kill()] : []),
  ]);
  await pause(absence);
  for (const member of killed) member.start();
  await Promise.all([
    ...(isDown("redis") ? [redis.restart()] : []),
    ...(isDown("postgres") ? [postgres.restart()] : []),
  ]);
}

/** Where it has one: a job that has just been taken has no process yet. */
async function killJobOf({ pid }: Member): Promise<void> {
  for (let waited = 0; waited < longestPause; waited += 50) {
    const [job] = jobProcessIds(pid);
    if (job !== undefined) return void process.kill(job, "SIGKILL");
    await pause(50);
  }
}
