import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder, writeAnalysisFolder } from "../testing/analysis-folder.js";
import { openFolders } from "./open-folders.js";

let root: string;
beforeAll(async () => {
  root = await temporaryFolder();
});
afterAll(() => rm(root, { recursive: true }));

describe("openFolders", () => {
  it("names analyses after their folders, and keeps equal names apart", async () => {
    const first = await writeAnalysisFolder(join(root, "a"), "my run");
    const second = await writeAnalysisFolder(join(root, "b"), "my run");
    const folders = await openFolders([first, second, first]);
    expect(folders).toEqual([
      { id: "my_run", path: await realpath(first) },
      { id: "my_run-2", path: await realpath(second) },
    ]);
  });

  it("says what is missing", async () => {
    const absent = join(root, "absent");
    await expect(openFolders([absent])).rejects.toMatchObject({
      code: "GRAPH_NOT_FOUND",
      message: expect.stringContaining("does not exist; give a folder that gipfel analyze"),
    });
    const empty = join(root, "empty");
    await mkdir(empty);
    await expect(openFolders([empty])).rejects.toMatchObject({
      code: "GRAPH_NOT_FOUND",
      message: expect.stringContaining("no analysis.json"),
    });
  });

  it("refuses an analysis.json that is something else", async () => {
    const other = join(root, "other");
    await mkdir(other);
    await writeFile(join(other, "analysis.json"), "{");
    await expect(openFolders([other])).rejects.toMatchObject({ code: "GRAPH_INVALID" });
    await writeFile(join(other, "analysis.json"), JSON.stringify({ format: "gipfel-analysis", version: 2 }));
    await expect(openFolders([other])).rejects.toMatchObject({ code: "GRAPH_INVALID" });
  });
});
