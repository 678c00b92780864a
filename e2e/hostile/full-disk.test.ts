/** Disks that are full: what needs room fails with that reason, all else goes on, and room is all that it takes. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mountSmall, resizeSmall, unmountSmall } from "../testing/small-disk.js";
import { createAnalysis, endOf, prepareSubject } from "./testing/demo-analysis.js";
import { expectDiscreet } from "./testing/expect-problem.js";
import { startHostileServer } from "./testing/hostile-server.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gipfel-full-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a full disk", () => {
  it("fails the analysis that needs it, and others go on; with room it is resumed", { timeout: 400_000 }, async ({
    skip,
  }) => {
    const server = await startHostileServer({ runningAnalyses: 1 });
    let place: string | undefined;
    try {
      const subject = await prepareSubject(server, 2);
      const first = await createAnalysis(server, subject);
      const starved = await createAnalysis(server, subject);
      const last = await createAnalysis(server, subject);
      // It waits for the first still, and has no folder yet.
      place = join(server.state, "work", starved.id);
      const reason = mountSmall(place, 200);
      if (reason) {
        place = undefined;
        skip(reason);
      }
      const failed = await endOf(server, starved.id);
      expect(failed).toMatchObject({ status: "failed", error: { code: "STORAGE_FAILED" } });
      expect(failed.error?.message).toMatch(/ENOSPC|no space/i);
      expectDiscreet(failed.error!.message);
      expect(await endOf(server, first.id)).toMatchObject({ status: "finished", error: null });
      expect(await endOf(server, last.id)).toMatchObject({ status: "finished", error: null });
      resizeSmall(place!, 64 * 1024);
      expect((await server.request("POST", `/api/analyses/${starved.id}/resume`)).status).toBe(202);
      expect(await endOf(server, starved.id)).toMatchObject({ status: "finished", error: null });
      const graphs = await Promise.all(
        [first, starved].map(({ id }) => server.request("GET", `/api/analyses/${id}/graphs/cat/export?format=json`)),
      );
      const [whole, resumed] = graphs.map(({ text }) => (JSON.parse(text) as { edges: unknown }).edges);
      expect(resumed).toEqual(whole);
    } finally {
      if (place) unmountSmall(place);
      await server.close();
    }
  });

  it("refuses uploads and changes with 507, and answers what needs no room", { timeout: 200_000 }, async ({ skip }) => {
    const state = join(folder, "state");
    const reason = mountSmall(state, 4096);
    if (reason) skip(reason);
    try {
      const server = await startHostileServer({ state, concurrency: 1 });
      try {
        const subject = await prepareSubject(server, 1);
        await writeFile(join(state, "ballast"), Buffer.alloc(2 ** 23)).catch(() => undefined);
        const upload = await server.request("POST", "/api/models", Buffer.alloc(2 ** 20, 1));
        expect(upload).toMatchObject({ status: 507, text: expect.stringContaining("STORAGE_FAILED") });
        expectDiscreet(upload.text);
        // SQLite grows its log of changes, in which a few may find room that was made before.
        let change = await server.request("GET", "/api/health/ready");
        for (let n = 0; n < 2000 && change.status < 400; n += 1) {
          const name = `${n}-`.repeat(30);
          change = await server.request("PATCH", `/api/models/${subject.modelId}`, JSON.stringify({ name }));
        }
        expect(change).toMatchObject({ status: 507, text: expect.stringContaining("STORAGE_FAILED") });
        expectDiscreet(change.text);
        expect((await server.request("GET", "/api/models")).status).toBe(200);
        await rm(join(state, "ballast"));
        const renamed = await server.request("PATCH", `/api/models/${subject.modelId}`, '{"name":"with room"}');
        expect(renamed.status).toBe(200);
        expect((await server.request("POST", "/api/uploads", Buffer.alloc(1000, 1))).status).toBe(201);
      } finally {
        await server.close();
      }
    } finally {
      unmountSmall(state);
    }
  });
});
