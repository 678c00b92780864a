import { basename } from "node:path";

/**
 * The pnpm that runs this process, else the one that npx fetches.
 * @param {...string} args
 * @returns {string[]} program and arguments
 */
export function pnpmCommand(...args) {
  const running = process.env.npm_execpath ?? "";
  if (!/^pnpm\b/.test(basename(running))) return ["npx", "-y", "pnpm@12", ...args];
  return /\.[cm]?js$/.test(running) ? [process.execPath, running, ...args] : [running, ...args];
}
