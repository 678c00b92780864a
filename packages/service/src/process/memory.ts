import { readFile } from "node:fs/promises";

const interval = 200;
/** Per second, of what `stat` counts in. */
const ticks = 100;
/** Of what `statm` counts in, on the machines that Node.js runs on. */
const pageBytes = 4096;

/**
 * Watches the resident memory of a process, which bounds on JavaScript memory do not cover. Only Linux tells; elsewhere
 * nothing is watched.
 *
 * @param limit in bytes
 * @returns what ends it
 */
export function watchMemory(pid: number | undefined, limit: number, onExceeded: () => void): () => void {
  if (process.platform !== "linux" || pid === undefined) return () => undefined;
  const timer = setInterval(async () => {
    const statm = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "");
    const resident = Number(statm.split(" ")[1] ?? 0) * pageBytes;
    if (resident <= limit) return;
    clearInterval(timer);
    onExceeded();
  }, interval);
  return () => clearInterval(timer);
}

/** Seconds of processors that a process has had, over all its threads; undefined where the system does not tell. */
export async function processorSeconds(pid: number | undefined): Promise<number | undefined> {
  if (process.platform !== "linux" || pid === undefined) return undefined;
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name, in parentheses, may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const seconds = (Number(fields[11]) + Number(fields[12])) / ticks;
  return Number.isFinite(seconds) ? seconds : undefined;
}
