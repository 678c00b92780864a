import { existsSync } from "node:fs";
import { aptInstall } from "./apt.mjs";

const usual = "/usr/bin/chromium";

/**
 * Finds the Chromium that the tests of the page need: at CHROMIUM_PATH, at its usual place, or installed by apt where
 * this process may do so.
 * @returns {Promise<{ path: string } | { reason: string }>} its place, or why there is none
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? { path: named } : { reason: `CHROMIUM_PATH names no file: ${named}` };
  if (existsSync(usual)) return { path: usual };
  const reason = await aptInstall("Chromium", ["chromium"]);
  return reason === undefined && existsSync(usual) ? { path: usual } : { reason: reason ?? `no Chromium at ${usual}` };
}
