import { existsSync } from "node:fs";
import { runCommand } from "./run-command.mjs";

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
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    return { reason: `no Chromium at CHROMIUM_PATH or ${usual}` };
  }
  process.stdout.write("Installing Chromium …\n");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  let { code, output } = await runCommand(["apt-get", "update", "-q"], { env });
  if (code === 0) {
    const install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"];
    ({ code, output } = await runCommand(install, { env }));
  }
  if (code === 0 && existsSync(usual)) return { path: usual };
  return { reason: `apt-get could not install Chromium: ${output.trim().split("\n").at(-1)}` };
}
