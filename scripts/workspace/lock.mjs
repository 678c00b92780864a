import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Runs an action while no other process of this machine holds the lock. A lock whose process is gone counts for nothing.
 * @template T
 * @param {string} path of the lock file, which holds the number of the process
 * @param {() => void} onWait called once if another process holds it
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withLock(path, onWait, action) {
  mkdirSync(dirname(path), { recursive: true });
  for (let tries = 0; !tryToLock(path); tries++) {
    if (tries === 0) onWait();
    await sleep(200);
  }
  const release = () => rmSync(path, { force: true });
  process.once("exit", release);
  try {
    return await action();
  } finally {
    process.off("exit", release);
    release();
  }
}

function tryToLock(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const owner = readOwner(path);
  if (owner !== undefined && !isRunning(owner)) rmSync(path, { force: true });
  return false;
}

/** The number of the process that holds the lock; undefined while it is being written or just gone. */
function readOwner(path) {
  try {
    return Number(readFileSync(path, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
