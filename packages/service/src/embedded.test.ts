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
});
