/**
 * Starts development: the compiler watches, the page reloads itself at Vite's address, and the service shows the folders
 * given as arguments, else the demo. `pnpm dev [DIR…]`; Ctrl-C ends all.
 */
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { root } from "./workspace/root.mjs";
import { setUp } from "./workspace/set-up.mjs";

if (!(await setUp())) process.exit(1);

const web = join(root, "apps", "web");
const analyses = process.argv.slice(2).map((path) => resolve(process.env.INIT_CWD ?? "", path));
// Vite passes /api on to this port: server.proxy in apps/web/vite.config.ts.
const port = ["--port", "4173"];

const processes = [
  ["compiler", join(root, "node_modules", "typescript", "bin", "tsc"), "-b", "--watch", "--preserveWatchOutput"],
  ["page", join(web, "node_modules", "vite", "bin", "vite.js"), web],
  [
    "service",
    // Starts anew whenever the compiler writes.
    "--watch",
    join(root, "apps", "cli", "dist", "main.js"),
    ...(analyses.length > 0 ? ["serve", ...analyses] : ["demo"]),
    ...port,
  ],
].map(([name, ...args]) => start(name, args));

function start(name, args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const prefix = (chunk) => chunk.toString().replace(/^(?=.)/gm, `${name.padEnd(8)} │ `);
  child.stdout.on("data", (chunk) => process.stdout.write(prefix(chunk)));
  child.stderr.on("data", (chunk) => process.stderr.write(prefix(chunk)));
  child.on("exit", (code) => {
    if (stopping) return;
    process.stderr.write(`${name} ended with exit code ${code}.\n`);
    stop(1);
  });
  return child;
}

let stopping = false;
function stop(code) {
  stopping = true;
  process.exitCode = code;
  for (const child of processes) child.kill();
}
process.on("SIGINT", () => stop(0));
process.on("SIGTERM", () => stop(0));
