/** Runs the command line from a clone: `pnpm --silent gipfel …`, from any folder. Sets the clone up on first use. */
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./workspace/root.mjs";
import { stopWithNpx } from "./workspace/stop-with-npx.mjs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Gipfel needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

stopWithNpx();
const { setUp } = await import("./workspace/set-up.mjs");
if (!(await setUp())) process.exit(1);

// pnpm runs scripts in the root and keeps the caller's folder in INIT_CWD.
const { npm_lifecycle_event: script, INIT_CWD: caller } = process.env;
if (script && caller && process.cwd() === root) process.chdir(caller);

// Hints of the program are to be typed as it was started.
const started = process.argv[1];
const pnpm = /[\\/]_npx[\\/]/.test(process.env.npm_execpath ?? "") ? "npx -y pnpm@12" : "pnpm";
const path = relative(process.cwd(), started);
process.env.GIPFEL_COMMAND ??= script ? `${pnpm} --silent gipfel` : `node ${path.startsWith("..") ? started : path}`;

// In this process: signals, streams and the exit code are the program's own.
const main = join(root, "apps", "cli", "dist", "main.js");
process.argv[1] = main;
await import(pathToFileURL(main).href);
