/** The whole cluster on this machine: Redis, PostgreSQL, the server and workers as they are built, all to be killed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Client, createClient } from "../../../packages/client/src/index.js";
import { RedisServer, whyNoRedis } from "../../../packages/queue/src/testing/redis-server.js";
import { PostgresServer, postgresTools } from "../../../scripts/workspace/postgres-server.mjs";
import { program } from "../../testing/program.js";
import { freePort } from "./free-port.js";
import { Member } from "./member.js";

/** Why there can be no cluster here, if so. */
export const whyNoCluster: string | undefined =
  process.platform !== "linux"
    ? "only Linux tells which processes PostgreSQL has"
    : (whyNoRedis() ?? (postgresTools() ? undefined : "PostgreSQL is not installed"));

/** The built worker. */
export const worker = fileURLToPath(new URL("../../../apps/worker/dist/main.js", import.meta.url));

export interface ClusterOptions {
  /** Folder that data sets are registered from. */
  readonly dataRoot: string;
  readonly workers: number;
  /** Seconds after which the job of a killed worker is another's; few, so that tests are short. */
  readonly lockSeconds?: number;
}

export class Cluster {
  readonly state: string;
  readonly #options: ClusterOptions;
  #redis: RedisServer | undefined;
  #postgres: PostgresServer | undefined;
  #port = 0;
  #server: Member | undefined;
  readonly #workers: Member[] = [];

  private constructor(options: ClusterOptions) {
    this.#options = options;
    this.state = mkdtempSync(join(tmpdir(), "gipfel-cluster-"));
  }

  static async start(options: ClusterOptions): Promise<Cluster> {
    const cluster = new Cluster(options);
    try {
      cluster.#redis = await RedisServer.start();
      cluster.#postgres = await PostgresServer.start({ isDurable: true });
      cluster.#port = await freePort();
      const listen = ["--host", "127.0.0.1", "--port", String(cluster.#port), "--rate-limit", "1000000"];
      const server = { command: [program, "serve", ...listen], upWhen: "Open http" };
      cluster.#server = new Member({ ...server, env: cluster.#env });
      cluster.#server.start();
      await cluster.#server.up();
      await cluster.setWorkers(options.workers);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }
  get client(): Client {
    return createClient({ baseUrl: this.url });
  }
  get databaseUrl(): string {
    return this.postgres.url;
  }
  get redis(): RedisServer {
    return present(this.#redis);
  }
  get postgres(): PostgresServer {
    return present(this.#postgres);
  }
  get server(): Member {
    return present(this.#server);
  }
  get workers(): readonly Member[] {
    return this.#workers;
  }
  /** Server and workers. */
  get members(): readonly Member[] {
    return [this.server, ...this.#workers];
  }

  /** Starts workers, or ends some. */
  async setWorkers(count: number): Promise<void> {
    while (this.#workers.length > count) await this.#workers.pop()?.stop();
    while (this.#workers.length < count) {
      const member = new Member({ command: [worker], env: this.#env, upWhen: "takes jobs" });
      member.start();
      this.#workers.push(member);
    }
    await Promise.all(this.#workers.map((member) => member.up()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((member) => member.stop()));
    await this.#server?.stop();
    await this.#redis?.dispose();
    await this.#postgres?.stop();
    rmSync(this.state, { recursive: true, force: true });
  }

  get #env(): Record<string, string> {
    const { dataRoot, lockSeconds = 3 } = this.#options;
    return {
      REDIS_URL: this.redis.url,
      DATABASE_URL: this.databaseUrl,
      GIPFEL_STATE: this.state,
      GIPFEL_DATA_ROOT: dataRoot,
      GIPFEL_RUNNING_ANALYSES: "2",
      GIPFEL_LOCK_SECONDS: String(lockSeconds),
    };
  }
}

function present<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("the cluster has not started");
  return part;
}
