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

/** @type {Record<string, (name: string, threads: number) => Promise<Library>>} */
const loaders = { gpu: loadGpu, node: loadNative, wasm: loadWasm, cpu: loadCpu };

/**
 * The library with the backend of a device ready.
 *
 * @param {string} device
 * @param {string} name of the package that brings it.
 * @param {number} threads inside one kernel, where the backend has them.
 * @returns {Promise<Library>}
 */
export async function loadBackend(device, name, threads) {
  const loader = loaders[device];
  if (!loader) throw new Error(`no backend for ${device}`);
  return loader(name, threads);
}

/** @type {(name: string, threads: number) => Promise<Library>} */
async function loadGpu(name, threads) {
  const library = await loadNative(name, threads);
  if (/** @type {any} */ (library.backend()).isUsingGpuDevice) return library;
  throw new Error("TensorFlow found no GPU that it can use (it needs CUDA and cuDNN); --device node does without");
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

/** @type {(name: string) => Promise<Library>} */
async function loadWasm(name) {
  const library = quietLibrary();
  const { setWasmPaths } = require(name);
  setWasmPaths(dirname(require.resolve(name)) + sep);
  if (!(await library.setBackend("wasm"))) throw new Error("the WebAssembly backend does not start");
  guardMemory(library.backend());
  registerWasmKernels(library);
  return library;
}

/** @type {(name: string) => Promise<Library>} */
async function loadCpu(name) {
  const library = quietLibrary();
  require(name);
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
