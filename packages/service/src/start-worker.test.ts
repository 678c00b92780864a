import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDemo, until, withDemo } from "./testing/demo.js";

/** A process whose first job fails, and whose others are done. */
const program = (folder: string) => `
  import { existsSync, writeFileSync } from "node:fs";
  const mark = ${JSON.stringify(join(folder, "failed-once"))};
  process.on("disconnect", () => process.exit());
  process.on("message", ({ type }) => {
    if (type !== "run") return;
    if (existsSync(mark)) return process.send({ type: "done" });
    writeFileSync(mark, "");
    process.send({ type: "failed", failure: { code: null, message: "no luck", stack: null } });
  });`;

describe("a worker", () => {
  it("logs each attempt at a job, with what it is about and how long it took", () =>
    withDemo(1, async (demo) => {
      const file = join(demo.folder, "program.mjs");
      writeFileSync(file, program(demo.folder));
      const lines: Record<string, unknown>[] = [];
      const log = (level: string) => (details: Readonly<Record<string, unknown>>, message: string) =>
        void lines.push({ level, message, ...details });
      const logger = { info: log("info"), warn: log("warn") };
      const service = await openDemo(demo, { jobProcess: { file, execArgv: [] }, logger });
      const bytes = (async function* () {
        yield Buffer.from("a model");
      })();
      const { id } = await service.models.upload(bytes, { name: "any" });
      await until(
        async () => lines,
        (all) => all.some(({ message }) => message === "a job is done"),
      );
      await service.close();
      const about = { jobId: `model/${id}`, kind: "check-model", modelId: id };
      expect(lines.filter(({ kind }) => kind !== undefined)).toEqual([
        { ...about, level: "info", message: "a job begins", attempt: 1 },
        {
          ...{ ...about, level: "warn", message: "a job failed", attempt: 1 },
          ...{ seconds: expect.any(Number), err: expect.objectContaining({ message: "no luck" }) },
        },
        { ...about, level: "info", message: "a job begins", attempt: 2 },
        { ...about, level: "info", message: "a job is done", attempt: 2, seconds: expect.any(Number) },
      ]);
    }));
});
