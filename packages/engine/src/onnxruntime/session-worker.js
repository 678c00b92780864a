// @ts-check
/**
 * Runs onnxruntime sessions on a thread of its own: the library computes synchronously, and the caller's event loop has
 * images to decode and clients to answer meanwhile.
 *
 * Requests: `{type: "create", model, options}`, `{type: "run", session, feeds}`, `{type: "release", session}`.
 */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { answerRequests } from "../thread/answer-requests.js";

/** @typedef {import("../thread/answer-requests.js").RunTensor} RunTensor */

/** @type {Map<number, InferenceSession>} */
const sessions = new Map();

/** @param {number} session */
function sessionOf(session) {
  const found = sessions.get(session);
  if (!found) throw new Error("the network was disposed of");
  return found;
}

answerRequests({
  async create({ id, model, options }) {
    sessions.set(id, await InferenceSession.create(model, options));
    return id;
  },

  async run({ session, feeds }) {
    const inputs = Object.entries(feeds).map(([name, { data, shape }]) => [name, new Tensor("float32", data, shape)]);
    const outputs = await sessionOf(session).run(Object.fromEntries(inputs), { logSeverityLevel: 4 });
    /** @type {Record<string, RunTensor>} */
    const results = {};
    for (const [name, value] of Object.entries(outputs)) {
      if (!(value.data instanceof Float32Array)) throw new TypeError(`output ${name} is not float32`);
      results[name] = { shape: value.dims, data: value.data };
    }
    return results;
  },

  async release({ session }) {
    await sessions.get(session)?.release();
    sessions.delete(session);
  },
});
