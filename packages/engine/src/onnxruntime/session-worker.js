// @ts-check
/**
 * Runs onnxruntime sessions on a thread of its own: the library computes synchronously, and the caller's event loop has
 * images to decode and clients to answer meanwhile. Plain JavaScript, because a worker is loaded by path from sources
 * and from the build alike.
 *
 * Requests: `{id, type: "create", model, options}`, `{id, type: "run", session, feeds}`, `{id, type: "release", session}`.
 * Answers: `{id, result}` or `{id, error}`.
 */
import { parentPort } from "node:worker_threads";
import { InferenceSession, Tensor } from "onnxruntime-node";

/** @typedef {{ data: Float32Array, shape: readonly number[] }} RunTensor */

/** @type {Map<number, InferenceSession>} */
const sessions = new Map();
const port = parentPort;
if (!port) throw new Error("session-worker is loaded by the onnxruntime engine only");

/** @param {number} session */
function sessionOf(session) {
  const found = sessions.get(session);
  if (!found) throw new Error("the network was disposed of");
  return found;
}

/** @param {{ session: number, feeds: Record<string, RunTensor> }} request */
async function run({ session, feeds }) {
  const inputs = Object.entries(feeds).map(([name, { data, shape }]) => [name, new Tensor("float32", data, shape)]);
  const outputs = await sessionOf(session).run(Object.fromEntries(inputs), { logSeverityLevel: 4 });
  /** @type {Record<string, RunTensor>} */
  const results = {};
  for (const [name, value] of Object.entries(outputs)) {
    if (!(value.data instanceof Float32Array)) throw new TypeError(`output ${name} is not float32`);
    results[name] = { shape: value.dims, data: value.data };
  }
  return results;
}

/** @param {any} request */
async function answer(request) {
  switch (request.type) {
    case "create":
      sessions.set(request.id, await InferenceSession.create(request.model, request.options));
      return request.id;
    case "run":
      return run(request);
    case "release":
      await sessions.get(request.session)?.release();
      sessions.delete(request.session);
      return undefined;
    default:
      throw new Error(`unknown request ${request.type}`);
  }
}

/**
 * The memory behind results, which is handed over instead of copied.
 *
 * @param {Record<string, RunTensor>} results
 */
function buffersOf(results) {
  return [...new Set(Object.values(results).map(({ data }) => /** @type {ArrayBuffer} */ (data.buffer)))];
}

/** @param {any} request */
async function respond(request) {
  try {
    const result = await answer(request);
    port?.postMessage({ id: request.id, result }, request.type === "run" ? buffersOf(result) : []);
  } catch (error) {
    port?.postMessage({ id: request.id, error: error instanceof Error ? error.message : String(error) });
  }
}

// One after the other, so that no session is released under a run that was asked for before.
let last = Promise.resolve();
port.on("message", (request) => {
  last = last.then(() => respond(request));
});
