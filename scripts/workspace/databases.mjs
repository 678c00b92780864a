/** The servers that tests of the cluster shape need: PostgreSQL, started here and ended with the tests, and Redis. */
import { spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { aptInstall } from "./apt.mjs";
import { runCommand } from "./run-command.mjs";

/**
 * @returns {Promise<{ env: Record<string, string>, reasons: string[], stop(): Promise<void> }>} what tests read of their
 *   environment, and what cannot be tested
 */
export async function startDatabases() {
  const reasons = [];
  const noRedis = onPath("redis-server") ? undefined : await aptInstall("Redis", ["redis-server"]);
  if (noRedis) reasons.push(noRedis);
  const given = process.env.GIPFEL_TEST_POSTGRES;
  if (given) return { env: {}, reasons, stop: async () => undefined };
  const noPostgres = postgresTools() ? undefined : await aptInstall("PostgreSQL", ["postgresql"]);
  const tools = postgresTools();
  if (!tools) return { env: {}, reasons: [...reasons, noPostgres ?? "no PostgreSQL"], stop: async () => undefined };
  const started = await startPostgres(tools);
  if ("reason" in started) return { env: {}, reasons: [...reasons, started.reason], stop: async () => undefined };
  return { env: { GIPFEL_TEST_POSTGRES: started.url }, reasons, stop: started.stop };
}

function onPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** Where initdb and postgres are: on the path, or where Debian puts them, newest first. */
function postgresTools() {
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
  return ids.every(({ code }) => code === 0)
    ? { uid: Number(ids[0].output), gid: Number(ids[1].output) }
    : { reason: "PostgreSQL does not run as root, and there is no user postgres" };
}

async function startPostgres({ initdb, postgres }) {
  const user = await runnableUser();
  if ("reason" in user) return user;
  const folder = mkdtempSync(join(tmpdir(), "gipfel-postgres-"));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const made = await ended(spawn(initdb, ["-D", data, "-U", "gipfel", "-A", "trust", "-N"], { ...user, cwd: folder }));
  if (made.code !== 0) {
    remove();
    return { reason: `initdb failed: ${made.output.trim().split("\n").at(-1)}` };
  }
  const port = await freePort();
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"];
  const server = spawn(postgres, ["-D", data, "-p", String(port), "-k", folder, ...settings], {
    ...user,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log = [];
  server.stderr.on("data", (chunk) => log.push(String(chunk)));
  const exited = new Promise((resolve) => server.on("close", resolve));
  const stop = async () => {
    server.kill("SIGINT");
    await exited;
    remove();
  };
  for (let waited = 0; waited < 100; waited += 1) {
    if (log.join("").includes("ready to accept connections")) {
      return { url: `postgres://gipfel@127.0.0.1:${port}/postgres`, stop };
    }
    if (server.exitCode !== null) break;
    await pause(100);
  }
  await stop();
  return { reason: `PostgreSQL did not start: ${log.join("").trim().split("\n").at(-1)}` };
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
