/** A PostgreSQL server of a test's own, which it may kill, freeze and start again. */
import { spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runCommand } from "./run-command.mjs";

/** Milliseconds that a start may take, with the recovery from a crash before it. */
const patience = 30_000;

export function onPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** Where initdb and postgres are: on the path, or where Debian puts them, newest first. */
export function postgresTools() {
  if (onPath("initdb") && onPath("postgres")) return { initdb: "initdb", postgres: "postgres" };
  const debian = "/usr/lib/postgresql";
  if (!existsSync(debian)) return undefined;
  const folders = readdirSync(debian)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(debian, version, "bin"));
  const folder = folders.find((bin) => existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres")));
  return folder && { initdb: join(folder, "initdb"), postgres: join(folder, "postgres") };
}

/** PostgreSQL refuses to run as root; Debian's package makes a user for it. */
async function runnableUser() {
  if (process.getuid?.() !== 0) return {};
  const ids = await Promise.all(["-u", "-g"].map((flag) => runCommand(["id", flag, "postgres"])));
  if (ids.some(({ code }) => code !== 0)) {
    throw new Error("PostgreSQL does not run as root, and there is no user postgres");
  }
  return { uid: Number(ids[0].output), gid: Number(ids[1].output) };
}

export class PostgresServer {
  #tools;
  #user;
  #folder;
  #port;
  #options;
  #process;

  /**
   * @param {{ isDurable: boolean }} options isDurable: what it has confirmed survives a crash, at the price of speed
   * @returns {Promise<PostgresServer>}
   * @throws {Error} that says why there can be none
   */
  static async start({ isDurable }) {
    const server = new PostgresServer();
    server.#tools = postgresTools();
    if (!server.#tools) throw new Error("PostgreSQL is not installed");
    server.#user = await runnableUser();
    server.#folder = mkdtempSync(join(tmpdir(), "gipfel-postgres-"));
    server.#options = isDurable ? [] : ["-c", "fsync=off"];
    if (server.#user.uid !== undefined) chownSync(server.#folder, server.#user.uid, server.#user.gid);
    try {
      await server.#initialise();
      server.#port = await freePort();
      await server.restart();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Address of a database, for a role that may create others. */
  get url() {
    return `postgres://gipfel@127.0.0.1:${this.#port}/postgres`;
  }

  /** Resolves when it takes connections. */
  async restart() {
    const options = ["-c", "listen_addresses=127.0.0.1", ...this.#options];
    const server = spawn(
      this.#tools.postgres,
      ["-D", join(this.#folder, "data"), "-p", String(this.#port), "-k", this.#folder, ...options],
      { ...this.#user, cwd: this.#folder, stdio: ["ignore", "ignore", "pipe"] },
    );
    this.#process = server;
    let log = "";
    server.stderr.on("data", (chunk) => {
      log = (log + chunk).slice(-10_000);
    });
    for (let waited = 0; waited < patience; waited += 50) {
      if (log.includes("ready to accept connections")) return;
      if (server.exitCode !== null || server.signalCode !== null) break;
      await pause(50);
    }
    throw new Error(`PostgreSQL did not start: ${log.trim().split("\n").at(-1)}`);
  }

  /** As `kill -9` does, on the server and on the processes of its connections. */
  async kill() {
    const all = this.#all();
    signalAll(all, "SIGKILL");
    while (all.some(isRunning)) await pause(5);
  }

  /** Connections stay, answers do not come. */
  freeze() {
    signalAll(this.#all(), "SIGSTOP");
  }

  thaw() {
    signalAll(this.#all(), "SIGCONT");
  }

  /** Ends it for good, with all that it keeps. */
  async stop() {
    const server = this.#process;
    if (server && server.exitCode === null && server.signalCode === null) {
      const exited = new Promise((resolve) => server.once("close", resolve));
      signalAll(this.#all(), "SIGCONT");
      server.kill("SIGINT");
      await exited;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #initialise() {
    const made = await ended(
      spawn(this.#tools.initdb, ["-D", join(this.#folder, "data"), "-U", "gipfel", "-A", "trust", "-N"], {
        ...this.#user,
        cwd: this.#folder,
      }),
    );
    if (made.code !== 0) throw new Error(`initdb failed: ${made.output.trim().split("\n").at(-1)}`);
  }

  /** Ids of the server, first, and of its children, of which each connection has one. Only Linux tells of those. */
  #all() {
    const server = this.#process.pid;
    return [server, ...(process.platform === "linux" ? childrenOf(server) : [])];
  }
}

function childrenOf(parent) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && stateOf(name)?.parent === parent)
    .map(Number);
}

/** Nothing where there is no such process. */
function stateOf(pid) {
  try {
    const [, state, parent] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** One that has ended, and waits only for its parent to take note, does not run. */
function isRunning(pid) {
  const found = stateOf(pid);
  return found !== undefined && found.state !== "Z";
}

function signalAll(pids, signal) {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It has ended meanwhile.
      if (error.code !== "ESRCH") throw error;
    }
  }
}

function ended(child) {
  return new Promise((resolve) => {
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
