import { readFileSync } from "node:fs";

/**
 * Stops this process, by SIGTERM, once the npx that started it is gone: a signal for npx does not get past it, and an
 * analysis or a server would run on unseen. Elsewhere than on Linux, or without npx, it does nothing.
 */
export function stopWithNpx() {
  const npx = findNpx();
  if (npx === undefined) return;
  const timer = setInterval(() => {
    // Gone, or dead and not yet collected, which leaves it without a name.
    if (nameOf(npx)) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  timer.unref();
}

/** The nearest ancestor that is npx, which names itself "npm exec". */
function findNpx() {
  for (let pid = process.ppid; pid > 1; pid = parentOf(pid)) {
    if (nameOf(pid)?.startsWith("npm exec")) return pid;
  }
  return undefined;
}

const nameOf = (pid) => read(`/proc/${pid}/cmdline`);

/** 0 where it cannot be told. */
const parentOf = (pid) => Number(read(`/proc/${pid}/status`)?.match(/^PPid:\s*(\d+)/m)?.[1] ?? 0);

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
