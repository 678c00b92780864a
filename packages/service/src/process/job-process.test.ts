import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProcessLost } from "@gipfel/queue";
import { afterAll, describe, expect, it, vi } from "vitest";
import { type JobBounds, JobProcess } from "./job-process.js";

const folder = mkdtempSync(join(tmpdir(), "gipfel-process-"));
afterAll(() => rmSync(folder, { recursive: true }));

const computing = { engine: "onnxruntime", device: "cpu" };
const config = { state: folder, dataRoot: null, storeUrl: ":memory:", computing };
const job = { kind: "check-model", modelId: "m" } as const;

/** A process whose program does this when a job comes; `send` answers. */
function start(onJob: string, heap = 2 ** 30): JobProcess {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.mjs`);
  const program = `const send = (message) => process.send(message);
    process.on("disconnect", () => process.exit());
    process.on("message", async ({ type }) => { if (type === "run") { ${onJob} } ${
      onJob.includes("abort")
        ? 'if (type === "abort") send({ type: "failed", failure: { code: "CANCELLED", message: "stopped", stack: null } });'
        : ""
    } });`;
  writeFileSync(file, program);
  return new JobProcess({ command: { file, execArgv: [] }, config, heap });
}

async function run(process: JobProcess, bounds?: JobBounds, signal = new AbortController().signal): Promise<unknown> {
  const reports: unknown[] = [];
  const outcome = await process
    .run(job, { signal, bounds, onReport: (report) => reports.push(report) })
    .then(() => reports)
    .catch((error: unknown) => error);
  await process.close();
  expect(process.isAlive).toBe(false);
  return outcome;
}

describe("JobProcess", () => {
  it("passes on what a job reports, and that it is done", async () => {
    const report = { phase: "collect", done: 1, total: 2, unit: "images" };
    const process = start(`send({ type: "report", report: ${JSON.stringify(report)} }); send({ type: "done" });`);
    expect(await run(process)).toEqual([report]);
  });

  it("inherits neither secrets nor the address of the database", async () => {
    const secrets = {
      ...{ GIPFEL_TOKEN: "token", DATABASE_URL: "postgres://me:secret@db/gipfel", REDIS_URL: "redis://:secret@queue" },
      ...{ PROXY_PASSWORD: "secret", AWS_SECRET_ACCESS_KEY: "secret", SOME_API_KEY: "secret" },
    };
    for (const [name, value] of Object.entries({ ...secrets, GIPFEL_SETTING: "kept" })) vi.stubEnv(name, value);
    const process = start('send({ type: "report", report: { ...process.env } }); send({ type: "done" });');
    vi.unstubAllEnvs();
    const [environment] = (await run(process)) as Record<string, string>[];
    for (const name of Object.keys(secrets)) expect(environment).not.toHaveProperty(name);
    expect(Object.values(environment!).join(" ")).not.toMatch(/secret/);
    expect(environment).toMatchObject({ GIPFEL_SETTING: "kept", TMPDIR: expect.stringContaining("drafts") });
  });

  it("rejects with the job's own error", async () => {
    const failure = { code: "LAYER_UNKNOWN", message: "no such layer", stack: null };
    const process = start(`send({ type: "failed", failure: ${JSON.stringify(failure)} });`);
    expect(await run(process)).toMatchObject({ code: "LAYER_UNKNOWN", message: "no such layer" });
  });

  it("ends a job that takes too long", async () => {
    expect(await run(start("for (;;);"), { seconds: 0.5, memory: 2 ** 40 })).toMatchObject({ code: "JOB_FAILED" });
  });

  it.skipIf(process.platform !== "linux")("ends a job that takes too much memory (on Linux, which tells)", async () => {
    const hoard = "const all = []; setInterval(() => all.push(Buffer.alloc(2 ** 25, 1)), 5);";
    expect(await run(start(hoard), { seconds: 60, memory: 300 * 2 ** 20 })).toMatchObject({ code: "OUT_OF_MEMORY" });
  });

  it("says that JavaScript memory ran out", async () => {
    const hoard = "const all = []; for (;;) all.push(new Array(1000).fill(Math.random()));";
    const ended = await run(start(hoard, 64 * 2 ** 20));
    expect(ended).toMatchObject({ code: "OUT_OF_MEMORY" });
    // It would do so again.
    expect(ended).not.toBeInstanceOf(ProcessLost);
  });

  it("says that the process was killed, or ended by itself", async () => {
    const killed = await run(start('process.kill(process.pid, "SIGKILL");'));
    expect(killed).toBeInstanceOf(ProcessLost);
    expect(killed).toMatchObject({ code: "OUT_OF_MEMORY", message: expect.stringContaining("killed") });
    expect(await run(start("process.exit(3);"))).toMatchObject({
      code: "JOB_FAILED",
      message: expect.stringContaining("exit code 3"),
    });
  });

  it("tells the job that it is cancelled", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const process = start("/* waits for abort */");
    expect(await run(process, undefined, controller.signal)).toMatchObject({ code: "CANCELLED", message: "stopped" });
  });
});
