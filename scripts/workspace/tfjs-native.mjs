/** TensorFlow's own library behind tfjs-node-gpu, so that the tests of the engine cover it too. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root } from "./root.mjs";
import { runCommand } from "./run-command.mjs";

const script = join("scripts", "tfjs-native", "build.sh");
const require = createRequire(join(root, "packages", "engine", "package.json"));

/**
 * Builds it in CI where it is not there: elsewhere nobody asked for so large a download.
 *
 * @returns {Promise<string | undefined>} why it is not there
 */
export async function buildTfjsNative() {
  if (["tfjs-node", "tfjs-node-gpu"].some(isBuilt)) return undefined;
  if (!process.env.CI) return `CI builds it, and so does ${script}`;
  process.stdout.write("Building the native library of TensorFlow.js …\n");
  const { code, output } = await runCommand(["bash", join(root, script), "tfjs-node-gpu"]);
  return code === 0 ? undefined : `${script} failed: ${output.trim().split("\n").at(-1)}`;
}

function isBuilt(name) {
  try {
    const folder = dirname(require.resolve(`@tensorflow/${name}/package.json`));
    return existsSync(join(folder, "lib", "napi-v8", "tfjs_binding.node"));
  } catch {
    return false;
  }
}
