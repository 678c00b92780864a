/** Starts the built server with its turns watched. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath, pathToFileURL } from "node:url";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const preload = pathToFileURL(path("watch-turns.mjs")).href;

/**
 * @typedef {{ computing: number, blocking: number }} Turns Milliseconds of the longest turns since the last question.
 * @typedef {{ url: string, pid: number, turns(): Promise<Turns>, close(): Promise<void> }} WatchedServer
 * @typedef {{ folders?: readonly string[], options?: readonly string[], node?: readonly string[] }} ServerOptions
 *   Folders of analyses; further options of the server, and of Node.
 */

/**
 * @param {string} state folder of all that it keeps
 * @param {string} dataRoot
 * @param {ServerOptions} [more]
 * @returns {Promise<WatchedServer>}
 */
export async function startWatchedServer(state, dataRoot, { folders = [], options: more = [], node = [] } = {}) {
  const options = [...more, "--port", "0", "--state", state, "--data-root", dataRoot, "--rate-limit", "999999999"];
  const server = spawn(
    process.execPath,
    [...node, "--import", preload, path("../../apps/cli/dist/main.js"), "serve", ...folders, ...options],
    { stdio: ["ignore", "pipe", "inherit", "ipc"] },
  );
  const ended = once(server, "exit");
  const url = await new Promise((resolve, reject) => {
    let text = "";
    server.stdout.on("data", (part) => {
      text += part;
      const found = /http:\S+/.exec(text);
      if (found) resolve(found[0]);
    });
    ended.then(() => reject(new Error("the server did not start")));
  });
  return {
    url,
    pid: /** @type {number} */ (server.pid),
    turns: async () => {
      const answer = once(server, "message");
      server.send("turns");
      const [{ longest }] = await answer;
      return longest;
    },
    close: async () => {
      server.kill("SIGTERM");
      await ended;
    },
  };
}
