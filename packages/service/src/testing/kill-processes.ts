import { readdirSync, readFileSync } from "node:fs";

/** Job processes of a process, by their ids; Linux alone tells. */
export function jobProcessIds(of = process.pid): number[] {
  return readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const parent = Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
      const isJob = readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("job-main");
      return parent === of && isJob ? [pid] : [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

/**
 * Kills job processes as `kill -9` does, at moments that the random numbers choose, each time after a job was done, since
 * a job may fail a few times only.
 *
 * @param random in [0, 1)
 * @returns how often, once `isOver`
 */
export async function killAtRandom(
  jobsDone: () => number,
  isOver: () => boolean,
  random: () => number,
): Promise<number> {
  let kills = 0;
  let seen = 0;
  while (!isOver()) {
    await new Promise((resolve) => setTimeout(resolve, 5 + 300 * random()));
    const pids = jobProcessIds();
    const pid = pids[Math.floor(random() * pids.length)];
    if (pid === undefined || jobsDone() === seen) continue;
    seen = jobsDone();
    process.kill(pid, "SIGKILL");
    kills += 1;
  }
  return kills;
}
