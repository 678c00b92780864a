import { join } from "node:path";
import { root } from "./root.mjs";
import { runCommand } from "./run-command.mjs";

const web = join(root, "apps", "web");
const bin = (...parts) => [process.execPath, join(root, "node_modules", ...parts)];

/** What can be said about the sources without running them, in the order of `check`. */
export const staticChecks = [
  { name: "lint", title: "Lint and format", command: [...bin("@biomejs", "biome", "bin", "biome"), "check"] },
  { name: "types", title: "Types", command: [...bin("typescript", "bin", "tsc"), "-b"] },
  {
    name: "page",
    title: "Types of the page",
    command: [
      process.execPath,
      join(web, "node_modules", "svelte-check", "bin", "svelte-check"),
      ...["--workspace", web, "--tsconfig", join(web, "tsconfig.json"), "--output", "human"],
    ],
  },
  {
    name: "boundaries",
    title: "Boundaries",
    command: [
      ...bin("dependency-cruiser", "bin", "dependency-cruise.mjs"),
      ...["--config", ".dependency-cruiser.cjs", "--output-type", "err", "packages", "apps", "e2e"],
    ],
  },
];

/** Vitest on all tests; the arguments are added to its own. */
export const vitestCommand = (...args) => [...bin("vitest", "vitest.mjs"), "run", ...args];

/**
 * Runs one check and prints a line about it, with the whole output below if it failed.
 * @param {{ title: string, command: string[] }} check
 * @returns {Promise<boolean>} whether it passed
 */
export async function runCheck({ title, command }) {
  const start = performance.now();
  const { code, output } = await runCommand(command);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? "✓" : "✗"} ${title} (${seconds} s)\n`);
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`);
  return code === 0;
}
