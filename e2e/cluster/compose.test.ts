/** docker-compose.yml against what the programs read and need; no Docker engine takes part. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readServerEnvironment } from "../../apps/server/src/environment.js";
import { readEnvironment as readWorkerEnvironment } from "../../apps/worker/src/environment.js";

type Variables = Record<string, string>;

interface Service {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly command?: readonly string[];
  readonly environment?: Variables;
  readonly volumes: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly restart: string;
  readonly mem_limit?: string;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = (name: string) => readFileSync(join(root, name), "utf8");

/** As Compose fills in variables: `${NAME:-default}`, and `${NAME:?why}` for what must be set. */
function fillIn(source: string, variables: Variables): string {
  return source.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind?: string, rest?: string) => {
    if (variables[name]) return variables[name];
    if (kind === "?") throw new Error(`${name}: ${rest}`);
    return rest ?? "";
  });
}

function servicesWith(variables: Variables): Readonly<Record<string, Service>> {
  return parse(fillIn(text("docker-compose.yml"), variables), { merge: true }).services;
}

/** The names that are read, whatever comes of it. */
function namesReadBy(read: (environment: Variables) => unknown, environment: Variables): Set<string> {
  const names = new Set<string>();
  read(
    new Proxy(environment, {
      get: (target, name) => {
        names.add(String(name));
        return target[String(name)];
      },
    }),
  );
  return names;
}

const required = {
  POSTGRES_PASSWORD: "p".repeat(64),
  REDIS_PASSWORD: "r".repeat(64),
  GIPFEL_TOKEN: "t".repeat(64),
  GIPFEL_IMAGES: "/srv/images",
};
const services = servicesWith(required);
const { redis, postgres, server, worker, "worker-gpu": gpu } = services;

describe("docker-compose.yml", () => {
  it("starts nothing without what has to be secret", () => {
    for (const name of Object.keys(required)) {
      expect(() => servicesWith({ ...required, [name]: "" })).toThrow(name);
    }
  });

  it.each<[string, Service, (environment: Variables) => unknown]>([
    ["server", server, readServerEnvironment],
    ["worker", worker, readWorkerEnvironment],
    ["worker-gpu", gpu, readWorkerEnvironment],
  ])("gives %s an environment that it accepts, and nothing that it does not read", (_, service, read) => {
    // Compose hands on numbers as text.
    const given = Object.entries(service.environment ?? {}).map(([name, value]) => [name, String(value ?? "")]);
    const environment: Variables = Object.fromEntries(given);
    const names = namesReadBy(read, environment);
    expect(Object.keys(environment).filter((name) => !names.has(name))).toEqual([]);
    expect(environment).toMatchObject({ GIPFEL_STATE: "/state", GIPFEL_DATA_ROOT: "/data" });
    expect(new URL(environment.REDIS_URL)).toMatchObject({ hostname: "redis", password: required.REDIS_PASSWORD });
    expect(new URL(environment.DATABASE_URL)).toMatchObject({
      hostname: "postgres",
      username: postgres.environment?.POSTGRES_USER,
      password: postgres.environment?.POSTGRES_PASSWORD,
      pathname: `/${postgres.environment?.POSTGRES_DB}`,
    });
  });

  it("gives server and workers the same folders, and images to read only", () => {
    for (const { volumes } of [server, worker, gpu]) {
      expect(volumes).toEqual(["/srv/images:/data:ro", "state:/state"]);
    }
  });

  it("has them wait until Redis and PostgreSQL are healthy, and start again after a crash", () => {
    for (const service of [redis, postgres, server]) expect(service.healthcheck?.test[0]).toBe("CMD");
    for (const service of Object.values(services)) expect(service.restart).toBe("unless-stopped");
    for (const { depends_on } of [server, worker, gpu]) {
      expect(depends_on).toEqual({
        redis: { condition: "service_healthy" },
        postgres: { condition: "service_healthy" },
      });
    }
  });

  it("keeps the queue in a file, and is asked from this machine only unless told otherwise", () => {
    expect(redis.command?.join(" ")).toContain("--appendonly yes --appendfsync everysec");
    expect(server.ports).toEqual(["127.0.0.1:7654:7654"]);
    expect([redis, postgres, worker].flatMap(({ ports = [] }) => ports)).toEqual([]);
  });

  it("asks for the password of Redis, which drops no job and knows its own health", () => {
    const command = redis.command?.join(" ") ?? "";
    expect(command).toContain(`--requirepass ${required.REDIS_PASSWORD}`);
    expect(command).toContain("--maxmemory-policy noeviction");
    expect(redis.environment?.REDISCLI_AUTH).toBe(required.REDIS_PASSWORD);
    expect(redis.healthcheck?.test).toEqual(["CMD", "redis-cli", "-e", "ping"]);
  });

  it("gives each container a limit of memory and no rights of the system", () => {
    for (const service of Object.values(services)) {
      expect(service.mem_limit).toMatch(/^\d+g$/);
      expect(service.cap_drop).toEqual(["ALL"]);
      expect(service.security_opt).toEqual(["no-new-privileges:true"]);
    }
  });

  it("hands on what the operator says of retention, to workers too", () => {
    const kept = { GIPFEL_KEEP_DAYS: "30", GIPFEL_KEEP_SIZE: "100", GIPFEL_TRASH_DAYS: "14" };
    const { server: own, worker: other } = servicesWith({ ...required, ...kept, GIPFEL_TRUST_PROXY: "10.0.0.1" });
    const text = (variables: Variables = {}) =>
      Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value ?? "")]));
    const retention = { keepDays: 30, keepBytes: 1e11, trashDays: 14 };
    expect(readServerEnvironment(text(own.environment))).toMatchObject({ retention, trustedProxies: ["10.0.0.1"] });
    expect(readWorkerEnvironment(text(other.environment))).toMatchObject({ retention });
  });

  it("names stages of the Dockerfile, and programs that are built", () => {
    const dockerfile = text("Dockerfile");
    const stages = [...dockerfile.matchAll(/^FROM .* AS (\w+)$/gm)].map(([, stage]) => stage);
    for (const { build } of [server, worker, gpu]) expect(stages).toContain(build?.target);
    const started = [...dockerfile.matchAll(/^CMD (\[.*\])$/gm)].map(([, command]) => JSON.parse(command) as string[]);
    for (const [program, file] of [...started, worker.command ?? []]) {
      expect(program).toBe("node");
      expect(text(file.replace("/dist/", "/src/").replace(/\.js$/, ".ts"))).not.toBe("");
    }
  });
});
