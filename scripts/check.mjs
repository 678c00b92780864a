/** Checks everything, or what is named: `pnpm check`, `pnpm check lint types`. Runs all even where one fails. */
import { runCheck, staticChecks, vitestCommand } from "./workspace/checks.mjs";
import { setUp } from "./workspace/set-up.mjs";

const checks = [...staticChecks, { name: "tests", title: "Tests", command: vitestCommand() }];
const names = process.argv.slice(2);
const unknown = names.find((name) => !checks.some((check) => check.name === name));
if (unknown !== undefined) {
  process.stderr.write(`No check "${unknown}"; there are ${checks.map((check) => check.name).join(", ")}.\n`);
  process.exit(2);
}

if (!(await setUp({ only: "packages" }))) process.exit(1);
const failed = [];
for (const check of checks.filter(({ name }) => names.length === 0 || names.includes(name))) {
  if (!(await runCheck(check))) failed.push(check.name);
}
if (failed.length > 0) process.stdout.write(`Failed: ${failed.join(", ")}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
