/** Faults at random moments: parts of a cluster are killed as by `kill -9` and start again a while later. */
import { setTimeout as pause } from "node:timers/promises";
import { randomIntegers } from "../../../packages/queue/src/conformance/random-integers.js";
import type { Cluster } from "./cluster.js";

/** `everything`: as when the power fails. */
const kinds = ["worker", "worker", "server", "redis", "postgres", "worker", "redis", "postgres", "everything"] as const;
export type FaultKind = (typeof kinds)[number];

/** Milliseconds, at most: between two faults, and until what was killed is started again. */
const longestPause = 1800;
const longestAbsence = 900;

export interface FaultOptions {
  readonly seed: number;
  readonly count: number;
  /** Ends them before. */
  readonly signal: AbortSignal;
}

/** @returns how many faults of each kind there were */
export async function inflict(
  cluster: Cluster,
  { seed, count, signal }: FaultOptions,
): Promise<Record<FaultKind, number>> {
  const next = randomIntegers(seed);
  const counts = { worker: 0, server: 0, redis: 0, postgres: 0, everything: 0 };
  for (let fault = 0; fault < count && !signal.aborted; fault += 1) {
    await pause(100 + next(longestPause));
    const kind = kinds[next(kinds.length)];
    const absence = next(longestAbsence);
    await strike(cluster, kind, next, absence);
    counts[kind] += 1;
  }
  return counts;
}

async function strike(cluster: Cluster, kind: FaultKind, next: (below: number) => number, absence: number) {
  const { redis, postgres, server, workers } = cluster;
  const members = { worker: [workers[next(workers.length)]], server: [server], everything: [server, ...workers] };
  const killed = kind === "redis" || kind === "postgres" ? [] : members[kind];
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
