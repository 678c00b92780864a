import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAnalyses } from "./open-analyses.js";
import { temporaryFolder, writeAnalysisFolder } from "./testing/analysis-folder.js";

let root: string;
beforeAll(async () => {
  root = await temporaryFolder();
});
afterAll(() => rm(root, { recursive: true }));

describe("openAnalyses", () => {
  it("names analyses after their folders, and keeps equal names apart", async () => {
    const first = await writeAnalysisFolder(join(root, "a"), "my run");
    const second = await writeAnalysisFolder(join(root, "b"), "my run");
    const analyses = await openAnalyses([first, second, first]);
    expect([...analyses.keys()]).toEqual(["my_run", "my_run-2"]);
    expect([...analyses.values()].map((analysis) => analysis.document.classes.length)).toEqual([2, 2]);
  });

  it("says what is missing", async () => {
    const absent = join(root, "absent");
    await expect(openAnalyses([absent])).rejects.toMatchObject({
      code: "GRAPH_NOT_FOUND",
      message: expect.stringContaining("does not exist; give a folder that gipfel analyze"),
    });
    const empty = join(root, "empty");
    await mkdir(empty);
    await expect(openAnalyses([empty])).rejects.toMatchObject({
      code: "GRAPH_NOT_FOUND",
      message: expect.stringContaining("no analysis.json"),
    });
  });

  it("refuses an analysis.json that is something else", async () => {
    const other = join(root, "other");
    await mkdir(other);
    await writeFile(join(other, "analysis.json"), "{");
    await expect(openAnalyses([other])).rejects.toMatchObject({ code: "GRAPH_INVALID" });
    await writeFile(join(other, "analysis.json"), JSON.stringify({ format: "gipfel-analysis", version: 2 }));
    await expect(openAnalyses([other])).rejects.toMatchObject({ code: "GRAPH_INVALID" });
  });
});
