/**
 * Preloaded into a server (`node --import`): measures how long single turns of its event loop hold up everything else, and
 * tells its parent when it is asked.
 *
 * Twice, since a machine that others use delays any process: the time that the main thread computes between two looks,
 * and the time that passes between them less the time in which the thread was ready and had no processor, so what is left
 * is its own computing and waiting for disks. Only Linux tells (proc(5), schedstat).
 */
import { readFileSync } from "node:fs";

/** Milliseconds between two looks, where nothing holds them up. */
const interval = 5;

/** Milliseconds that the main thread has computed and has waited for a processor. */
function thread() {
  const [computed, waited] = readFileSync("/proc/self/schedstat", "utf8").split(" ");
  return { computed: Number(computed) / 1e6, waited: Number(waited) / 1e6 };
}

let longest = { computing: 0, blocking: 0 };
let last = { at: performance.now(), ...thread() };
const timer = setInterval(() => {
  const now = { at: performance.now(), ...thread() };
  const computing = now.computed - last.computed;
  const blocking = now.at - last.at - (now.waited - last.waited) - interval;
  longest = { computing: Math.max(longest.computing, computing), blocking: Math.max(longest.blocking, blocking) };
  last = now;
}, interval);
timer.unref();

process.on("message", (message) => {
  if (message !== "turns") return;
  process.send?.({ longest });
  longest = { computing: 0, blocking: 0 };
});
process.channel?.unref();
