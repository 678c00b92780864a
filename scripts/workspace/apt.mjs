import { existsSync } from "node:fs";
import { runCommand } from "./run-command.mjs";

/**
 * Installs Debian packages where this process may do so.
 * @param {string} name what is being installed, for people
 * @param {string[]} packages
 * @returns {Promise<string | undefined>} why they are not installed; undefined if they are
 */
export async function aptInstall(name, packages) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return `${name} is not installed`;
  process.stdout.write(`Installing ${name} …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  let { code, output } = await runCommand(["apt-get", "update", "-q"], { env });
  if (code === 0) {
    const install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", ...packages];
    ({ code, output } = await runCommand(install, { env }));
  }
  return code === 0 ? undefined : `apt-get could not install ${name}: ${output.trim().split("\n").at(-1)}`;
}
