/** Job processes that run out of memory, or are killed as the kernel does then: that analysis fails, others go on. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobProcessIds } from "../../packages/service/src/testing/kill-processes.js";
import { createAnalysis, endOf, prepareSubject, type Subject, showAnalysis } from "./testing/demo-analysis.js";
import { startHostileServer } from "./testing/hostile-server.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gipfel-memory-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(process.platform !== "linux")("job processes (on Linux, which tells them)", () => {
  it("that are killed again and again fail their analysis only", { timeout: 400_000 }, async () => {
    const server = await startHostileServer({ runningAnalyses: 1 });
    try {
      const subject = await prepareSubject(server, 1);
      const doomed = await createAnalysis(server, subject);
      const spared = await createAnalysis(server, subject);
      let kills = 0;
      for (;;) {
        const { status } = await showAnalysis(server, doomed.id);
        if (status !== "queued" && status !== "running") break;
        for (const pid of jobProcessIds()) {
          process.kill(pid, "SIGKILL");
          kills += 1;
        }
        await delay(20);
      }
      expect(await endOf(server, doomed.id)).toMatchObject({
        status: "failed",
        error: { code: "OUT_OF_MEMORY", message: expect.stringMatching(/memory runs out/) },
      });
      expect(kills).toBeGreaterThanOrEqual(5);
      expect(await endOf(server, spared.id)).toMatchObject({ status: "finished", error: null });
      expect((await server.request("POST", `/api/analyses/${doomed.id}/resume`)).status).toBe(202);
      expect(await endOf(server, doomed.id)).toMatchObject({ status: "finished", error: null });
      expect(await server.leftovers()).toEqual([]);
    } finally {
      await server.close();
    }
  });

  it("whose JavaScript memory is too small fail with that reason, and more of it is enough", {
    timeout: 400_000,
  }, async () => {
    const state = join(folder, "state");
    const dataRoot = join(folder, "data");
    let subject: Subject;
    const ample = await startHostileServer({ state, dataRoot });
    try {
      subject = await prepareSubject(ample, 1);
    } finally {
      await ample.close();
    }
    const small = await startHostileServer({ state, dataRoot, limits: { jobMemory: 12 * 2 ** 20 } });
    let id: string;
    try {
      ({ id } = await createAnalysis(small, subject));
      const ended = await endOf(small, id);
      expect(ended.error).toMatchObject({ code: "OUT_OF_MEMORY" });
      expect(ended.status).toBe("failed");
    } finally {
      await small.close();
    }
    const again = await startHostileServer({ state, dataRoot });
    try {
      expect((await again.request("POST", `/api/analyses/${id}/resume`)).status).toBe(202);
      expect(await endOf(again, id)).toMatchObject({ status: "finished", error: null });
    } finally {
      await again.close();
    }
  });
});
