/** Server and worker refuse an environment that cannot be right, with every fault at once. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { program } from "../testing/program.js";
import { worker } from "./testing/cluster.js";

const home = mkdtempSync(join(tmpdir(), "gipfel-start-up-"));
afterAll(() => rmSync(home, { recursive: true }));

interface Outcome {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

function start(command: readonly string[], environment: Readonly<Record<string, string>>): Promise<Outcome> {
  const env = { PATH: process.env.PATH, HOME: home, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

const faulty = {
  REDIS_URL: "http://redis.example:6379/?secret",
  DATABASE_URL: "mysql://root:secret@database.example/gipfel",
  GIPFEL_STATE: " ",
  GIPFEL_RUNNING_ANALYSES: "many",
  GIPFEL_LOCK_SECONDS: "0",
};

describe("start-up", () => {
  it.each([
    ["server", [program, "serve", "--port", "0"], { GIPFEL_TOKEN: "short" }],
    ["worker", [worker], { GIPFEL_CONCURRENCY: "-1" }],
  ] as const)("of a %s names every fault in one line, and no secret", async (_, command, more) => {
    const { code, stdout, stderr } = await start(command, { ...faulty, ...more });
    expect({ code, stdout, lines: stderr.trim().split("\n").length }).toEqual({ code: 2, stdout: "", lines: 1 });
    for (const name of [...Object.keys(faulty), ...Object.keys(more)]) expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/secret|short;|example/);
    expect(readdirSync(home)).toEqual([]);
  });

  it("of a worker says what is missing where nothing is set", async () => {
    const { code, stderr } = await start([worker], {});
    expect(code).toBe(2);
    for (const name of ["REDIS_URL", "DATABASE_URL", "GIPFEL_STATE"]) expect(stderr).toContain(`${name} is missing`);
    expect(stderr).not.toContain("GIPFEL_CONCURRENCY");
  });

  it("of a server needs both addresses of a cluster or none", async () => {
    const { code, stderr } = await start([program, "serve", "--port", "0"], { REDIS_URL: "redis://127.0.0.1:1" });
    expect(code).toBe(2);
    expect(stderr).toMatch(/DATABASE_URL is missing.*GIPFEL_STATE is missing/);
  });

  it("ends with a reason where the database is away, for its supervisor to try again", async () => {
    const addresses = { REDIS_URL: "redis://127.0.0.1:1", DATABASE_URL: "postgres://gipfel:secret@127.0.0.1:1/gipfel" };
    for (const command of [[worker], [program, "serve", "--port", "0"]]) {
      const { code, stderr } = await start(command, { ...addresses, GIPFEL_STATE: join(home, "state") });
      expect(code).toBe(1);
      expect(stderr).toMatch(/the database cannot be used now/);
      expect(stderr).not.toContain("secret");
    }
  });
});
