import { readFile } from "node:fs/promises";

const interval = 200;
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

/** Of what `stat` counts processor time in, on Linux. */
const ticksPerSecond = 100;

/**
 * Watches the processor time of a process, all threads together. Only Linux tells; elsewhere nothing is watched.
 *
 * @param limit in seconds, from now
 * @returns what ends it
 */
export function watchProcessor(pid: number | undefined, limit: number, onExceeded: () => void): () => void {
  if (process.platform !== "linux" || pid === undefined) return () => undefined;
  let before: number | undefined;
  const timer = setInterval(async () => {
    const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // The name of the program, in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const seconds = (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
    before ??= seconds;
    if (seconds - before <= limit) return;
    clearInterval(timer);
    onExceeded();
  }, interval);
  return () => clearInterval(timer);
}
