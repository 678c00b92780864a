import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "./fingerprint.mjs";
import { withLock } from "./lock.mjs";
import { pnpmCommand } from "./pnpm-command.mjs";
import { root } from "./root.mjs";
import { runCommand } from "./run-command.mjs";

const at = (...parts) => join(root, ...parts);
const stampFolder = at(".gipfel", "set-up");
const web = at("apps", "web");

const members = ["apps", "packages"].flatMap((folder) => readdirSync(at(folder)).map((name) => at(folder, name)));
const inMembers = (...parts) => members.map((member) => join(member, ...parts));
const compiled = members.filter((member) => member !== web && existsSync(join(member, "tsconfig.json")));

/** What a clone needs before anything of it runs, in order. A step is due when an input changed or an output is gone. */
const steps = [
  {
    name: "packages",
    title: "Installing packages",
    inputs: [at("pnpm-lock.yaml"), at("pnpm-workspace.yaml"), at("package.json"), ...inMembers("package.json")],
    outputs: [at("node_modules", ".modules.yaml")],
    command: () => pnpmCommand("install", "--frozen-lockfile"),
  },
  {
    name: "code",
    title: "Building the program",
    inputs: [at("pnpm-lock.yaml"), at("tsconfig.json"), at("tsconfig.base.json")].concat(
      compiled.flatMap((member) => [join(member, "src"), join(member, "package.json"), join(member, "tsconfig.json")]),
    ),
    outputs: compiled.map((member) => join(member, "dist", ".tsbuildinfo")),
    command: () => [process.execPath, at("node_modules", "typescript", "bin", "tsc"), "-b"],
  },
  {
    name: "page",
    title: "Building the page",
    inputs: [
      at("pnpm-lock.yaml"),
      ...["client", "contracts", "graph"].map((name) => at("packages", name, "src")),
    ].concat(["src", "public", "index.html", "vite.config.ts", "package.json"].map((name) => join(web, name))),
    outputs: [join(web, "dist", "index.html")],
    command: () => [process.execPath, join(web, "node_modules", "vite", "bin", "vite.js"), "build", web],
  },
];

/**
 * Installs and builds what is missing or out of date. Says what it does on stderr, and nothing where all is in place.
 * @param {{ only?: "packages" | "code" | "page" }} [options] only: one step instead of all
 * @returns {Promise<boolean>} false if a step failed; the output of that step is then on stderr
 */
export async function setUp({ only } = {}) {
  const wanted = steps.filter((step) => only === undefined || step.name === only);
  if (wanted.every((step) => isDone(step, fingerprint(step.inputs)))) return true;
  const onWait = () => process.stderr.write("Waiting for another process that installs or builds …\n");
  return withLock(join(stampFolder, "lock"), onWait, async () => {
    for (const step of wanted) {
      // Taken before the step runs: what is edited meanwhile makes it due again.
      const state = fingerprint(step.inputs);
      if (isDone(step, state)) continue;
      if (!(await runStep(step))) return false;
      writeFileSync(stampOf(step), state);
    }
    return true;
  });
}

const stampOf = (step) => join(stampFolder, step.name);

function isDone(step, state) {
  const stamp = stampOf(step);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === state && step.outputs.every((path) => existsSync(path));
}

async function runStep(step) {
  const start = Date.now();
  const live = process.stderr.isTTY;
  const elapsed = () => `${Math.round((Date.now() - start) / 1000)} s`;
  process.stderr.write(`${step.title} …`);
  const ticker = live && setInterval(() => process.stderr.write(`\r${step.title} … ${elapsed()}`), 1000);
  mkdirSync(stampFolder, { recursive: true });
  // In production mode pnpm would leave the compiler out; CI keeps it from asking questions.
  const { code, output } = await runCommand(step.command(), { env: { ...process.env, NODE_ENV: "", CI: "true" } });
  clearInterval(ticker || undefined);
  process.stderr.write(`${live ? `\r${step.title} …` : ""} ${code === 0 ? elapsed() : "failed"}\n`);
  if (code !== 0) process.stderr.write(output);
  return code === 0;
}
