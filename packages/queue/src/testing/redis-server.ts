import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

/** Why no Redis server can be started here, if none can. */
export function whyNoRedis(): string | undefined {
  return spawnSync("redis-server", ["--version"]).status === 0 ? undefined : "redis-server is not installed";
}

/** A Redis server of a test's own, with an append-only file, that it may kill, freeze and start again. */
export class RedisServer {
  readonly #folder = mkdtempSync(join(tmpdir(), "gipfel-redis-"));
  readonly #port: number;
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.restart();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  /** Resolves when it answers. */
  async restart(): Promise<void> {
    const options = ["--port", `${this.#port}`, "--dir", this.#folder, "--appendonly", "yes", "--save", ""];
    this.#process = spawn("redis-server", options, { stdio: "ignore" });
    const client = new Redis(this.url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
    client.on("error", () => {});
    await client.ping();
    client.disconnect();
  }

  /** The keys that begin so. */
  async keys(prefix: string): Promise<string[]> {
    const client = new Redis(this.url);
    try {
      return await client.keys(`${prefix}*`);
    } finally {
      client.disconnect();
    }
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    const process = this.#process!;
    process.kill("SIGKILL");
    if (process.exitCode === null && process.signalCode === null) await once(process, "exit");
  }

  /** Connections stay, answers do not come. */
  freeze(): void {
    this.#process!.kill("SIGSTOP");
  }

  thaw(): void {
    this.#process!.kill("SIGCONT");
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("a TCP server has an address with a port");
  return address.port;
}
