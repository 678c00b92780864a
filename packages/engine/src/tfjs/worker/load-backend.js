// @ts-check
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { restoreNodeUtilities } from "./node-utilities.js";
import { guardMemory, registerWasmKernels } from "./wasm-kernels.js";

/** @typedef {typeof import("@tensorflow/tfjs-core")} Library */

// The packages are CommonJS, and two of them need not be there.
const require = createRequire(import.meta.url);

/** Of TensorFlow's log: what fails is thrown, and all else is of no use to the caller. */
const errorsOnly = "2";

/** @type {Record<string, (threads: number) => Library | Promise<Library>>} */
const loaders = {
  gpu: (threads) => loadNative("@tensorflow/tfjs-node-gpu", threads),
  node: (threads) => loadNative("@tensorflow/tfjs-node", threads),
  wasm: loadWasm,
  cpu: loadCpu,
};

/**
 * The library with the backend of a device ready.
 *
 * @param {string} device
 * @param {number} threads inside one kernel, where the backend has them.
 * @returns {Promise<Library>}
 */
export async function loadBackend(device, threads) {
  const loader = loaders[device];
  if (!loader) throw new Error(`no backend for ${device}`);
  const library = await loader(threads);
  if (device === "gpu" && !(/** @type {any} */ (library.backend()).isUsingGpuDevice)) {
    throw new Error("TensorFlow found no GPU it can use; --device node computes on the processor");
  }
  return library;
}

/**
 * TensorFlow reads its settings from the environment as it starts.
 *
 * @param {string} name of the package.
 * @param {number} threads
 * @returns {Promise<Library>}
 */
async function loadNative(name, threads) {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= errorsOnly;
  process.env.TF_NUM_INTRAOP_THREADS = `${threads}`;
  process.env.TF_NUM_INTEROP_THREADS = "1";
  restoreNodeUtilities(require("node:util"));
  const library = require(name);
  library.enableProdMode();
  await library.setBackend("tensorflow");
  return library;
}

/** @returns {Promise<Library>} */
async function loadWasm() {
  const library = quietLibrary();
  const { setWasmPaths } = require("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
  if (!(await library.setBackend("wasm"))) throw new Error("the WebAssembly backend does not start");
  guardMemory(library.backend());
  registerWasmKernels(library);
  return library;
}

/** @returns {Promise<Library>} */
async function loadCpu() {
  const library = quietLibrary();
  require("@tensorflow/tfjs-backend-cpu");
  await library.setBackend("cpu");
  return library;
}

/**
 * In production mode the library advertises nothing on the terminal.
 *
 * @returns {Library}
 */
function quietLibrary() {
  const library = require("@tensorflow/tfjs-core");
  library.enableProdMode();
  return library;
}
