// @ts-check
/**
 * The thread's end of `EngineThread`: requests `{id, type, …}` come in, `{id, result}` or `{id, error}` goes out. Plain
 * JavaScript, because a worker is loaded by path from sources and from the build alike.
 */
import { parentPort } from "node:worker_threads";

/** @typedef {{ data: Float32Array, shape: readonly number[] }} RunTensor */

/**
 * Answers requests one after the other, so that nothing is released under a run that was asked for before.
 *
 * @param {Record<string, (request: any) => unknown>} handlers by type; `run` gives tensors by name, whose memory is
 *   handed over instead of copied.
 */
export function answerRequests(handlers) {
  const port = parentPort;
  if (!port) throw new Error("this module is loaded by an engine's thread only");

  /** @param {any} request */
  async function respond(request) {
    const { id, type } = request;
    try {
      const handler = handlers[type];
      if (!handler) throw new Error(`unknown request ${type}`);
      const result = await handler(request);
      port?.postMessage({ id, result }, type === "run" ? buffersOf(/** @type {any} */ (result)) : []);
    } catch (error) {
      port?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  }

  let last = Promise.resolve();
  port.on("message", (request) => {
    last = last.then(() => respond(request));
  });
}

/** @param {Record<string, RunTensor>} results */
function buffersOf(results) {
  return [...new Set(Object.values(results).map(({ data }) => /** @type {ArrayBuffer} */ (data.buffer)))];
}
