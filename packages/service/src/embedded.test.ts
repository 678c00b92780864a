import { readFile } from "node:fs/promises";
import type { AnalysisSettings } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { demoSettings, ended, openDemo, prepareDemo, withDemo } from "./testing/demo.js";
import { demoModel } from "./testing/part-world.js";
import { expectedFiles, resultFiles } from "./testing/result-files.js";

/** Hashes of what the service makes of the demo, and of what the pipeline makes of it alone. */
function analyseTwice(
  changes: Partial<AnalysisSettings>,
  expected: (demo: Parameters<typeof expectedFiles>[0]) => ReturnType<typeof expectedFiles>,
) {
  return withDemo(2, async (demo) => {
    const service = await openDemo(demo);
    try {
      const settings = { ...(await demoSettings()), ...changes };
      const created = await service.analyses.create({ ...(await prepareDemo(service)), settings });
      const analysis = await ended(service, created.id);
      expect(analysis).toMatchObject({ status: "finished", error: null, skipped: 0 });
      return { files: await resultFiles(service, created.id), expected: await expected(demo) };
    } finally {
      await service.close();
    }
  });
}

describe("the embedded service", () => {
  it("analyses the demo as the pipeline does, byte for byte", async () => {
    const { files, expected } = await analyseTwice({}, (demo) => expectedFiles(demo));
    expect(files).toEqual(expected);
  });

  it("takes the values of a preprocessing as the command line takes their file, and draws the same pictures", async () => {
    const { preprocessing } = demoModel();
    const preprocess = JSON.parse(await readFile(preprocessing, "utf8"));
    const changes = { layers: ["conv4"], clusters: 2, visualize: true };
    const { files, expected } = await analyseTwice({ ...changes, preprocess }, (demo) =>
      expectedFiles(demo, changes, preprocessing),
    );
    expect(files).toEqual(expected);
    expect(Object.keys(files).filter((path) => path.startsWith("visualisations/conv4/"))).toHaveLength(2);
  });

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
