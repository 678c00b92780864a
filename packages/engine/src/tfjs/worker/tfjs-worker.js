// @ts-check
/**
 * Runs programs of TensorFlow.js kernels on a thread of its own. Values stay in the backend from the feeds to the outputs.
 *
 * Requests: `{type: "open", device, name, threads}`, `{type: "create", constants}`, `{type: "prepare", session, key, program}`,
 * `{type: "run", session, key, feeds}`, `{type: "release", session}`.
 */
import { answerRequests } from "../../thread/answer-requests.js";
import { loadBackend } from "./load-backend.js";
import { ProgramSession } from "./program-session.js";

/** @type {Promise<typeof import("@tensorflow/tfjs-core")> | undefined} */
let library;
/** @type {Map<number, ProgramSession>} */
const sessions = new Map();

/** @param {number} session */
function sessionOf(session) {
  const found = sessions.get(session);
  if (!found) throw new Error("the network was disposed of");
  return found;
}

answerRequests({
  async open({ device, name, threads }) {
    library ??= loadBackend(device, name, threads);
    await library;
  },

  async create({ id, constants }) {
    if (!library) throw new Error("no backend is open");
    sessions.set(id, new ProgramSession(await library, constants));
    return id;
  },

  prepare: ({ session, key, program }) => sessionOf(session).prepare(key, program),

  run: ({ session, key, feeds }) => sessionOf(session).run(key, feeds),

  release({ session }) {
    sessions.get(session)?.dispose();
    sessions.delete(session);
  },
});
