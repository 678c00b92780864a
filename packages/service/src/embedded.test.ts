import { describe, expect, it } from "vitest";
import { demoSettings, ended, openDemo, prepareDemo, withDemo } from "./testing/demo.js";
import { expectedFiles, resultFiles } from "./testing/result-files.js";

describe("the embedded service", () => {
  it("analyses the demo as the pipeline does, byte for byte", () =>
    withDemo(2, async (demo) => {
      const service = await openDemo(demo);
      try {
        const subject = await prepareDemo(service);
        const created = await service.analyses.create({ ...subject, settings: await demoSettings() });
        const analysis = await ended(service, created.id);
        expect(analysis).toMatchObject({ status: "finished", error: null, skipped: 0 });
        expect(await resultFiles(service, created.id)).toEqual(await expectedFiles(demo));
      } finally {
        await service.close();
      }
    }));

  it("computes with the engine it is opened with", () =>
    withDemo(1, async (demo) => {
      const computing = { engine: "tfjs", device: "wasm" };
      const service = await openDemo(demo, computing);
      try {
        const subject = await prepareDemo(service);
        const created = await service.analyses.create({ ...subject, settings: await demoSettings() });
        expect(await ended(service, created.id)).toMatchObject({ status: "finished" });
        expect((await service.analyses.document(created.id)).software.engine).toMatch(/^tfjs .* wasm$/);
        expect(await resultFiles(service, created.id)).toEqual(await expectedFiles(demo, computing));
      } finally {
        await service.close();
      }
    }));

  it("refuses an engine or a device that is not here", async () => {
    await withDemo(1, async (demo) => {
      await expect(openDemo(demo, { device: "abacus" })).rejects.toMatchObject({ code: "ENGINE_UNAVAILABLE" });
      await expect(openDemo(demo, { engine: "abacus" })).rejects.toMatchObject({ code: "ENGINE_UNAVAILABLE" });
    });
  });
});
