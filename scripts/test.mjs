/**
 * Tests everything on a machine that has only Node.js and npm: installs, checks the sources, builds, runs the tests, and
 * ends with `N passed, N failed`, to which `, N skipped` is added where some were. Each check counts as one test.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCheck, staticChecks, vitestCommand } from "./workspace/checks.mjs";
import { findChromium } from "./workspace/chromium.mjs";
import { countTests } from "./workspace/count-tests.mjs";
import { startDatabases } from "./workspace/databases.mjs";
import { runCommand } from "./workspace/run-command.mjs";
import { setUp } from "./workspace/set-up.mjs";
import { buildTfjsNative } from "./workspace/tfjs-native.mjs";

const total = { passed: 0, failed: 0, skipped: 0 };
const add = ({ passed = 0, failed = 0, skipped = 0 }) => {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
};
const asOne = (passed) => (passed ? { passed: 1 } : { failed: 1 });

if (await setUp({ only: "packages" })) {
  for (const check of staticChecks) add(asOne(await runCheck(check)));
  // Tests that start the program find it built.
  add(asOne(await setUp()));
  add(await runTests());
} else {
  add({ failed: 1 });
}

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function runTests() {
  const chromium = await findChromium();
  if ("reason" in chromium)
    process.stdout.write(`The tests of the page in a browser are skipped: ${chromium.reason}.\n`);
  const noNative = await buildTfjsNative();
  if (noNative) process.stdout.write(`Tests of TensorFlow.js on its native library are skipped: ${noNative}.\n`);
  const databases = await startDatabases();
  for (const reason of databases.reasons)
    process.stdout.write(`Tests of the cluster shape that need it are skipped: ${reason}.\n`);
  try {
    return await runVitest(chromium, databases.env);
  } finally {
    await databases.stop();
  }
}

async function runVitest(chromium, servers) {
  const folder = mkdtempSync(join(tmpdir(), "gipfel-test-"));
  const file = join(folder, "report.json");
  const command = vitestCommand("--reporter=default", "--reporter=json", `--outputFile.json=${file}`);
  const env = { ...process.env, ...servers };
  if ("path" in chromium) env.CHROMIUM_PATH = chromium.path;
  // Vitest colours a log too where CI is set.
  if (!process.stdout.isTTY) env.NO_COLOR = "1";
  const { code } = await runCommand(command, { env, show: true });
  const counts = existsSync(file)
    ? countTests(JSON.parse(readFileSync(file, "utf8")))
    : { passed: 0, failed: 0, skipped: 0 };
  rmSync(folder, { recursive: true });
  // What failed outside of any test counts too: an unhandled error, or a run that left no report.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
