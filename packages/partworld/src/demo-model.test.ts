import { readFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { describe, expect, it } from "vitest";
import { demoModel } from "./demo-model.js";
import { classNames, sceneSize } from "./scene.js";

describe("demoModel", () => {
  it("names files that exist, by absolute paths, the model under 2 MB", async () => {
    for (const path of Object.values(demoModel())) expect(isAbsolute(path)).toBe(true);
    const model = await readFile(demoModel().model);
    expect(model.length).toBeGreaterThan(100_000);
    expect(model.length).toBeLessThan(2_000_000);
  });

  it("was trained on the classes as this package orders them", async () => {
    expect(JSON.parse(await readFile(demoModel().labels, "utf8"))).toEqual(classNames);
  });

  it("takes images as they are drawn", async () => {
    const preprocessing = JSON.parse(await readFile(demoModel().preprocessing, "utf8"));
    expect(preprocessing).toMatchObject({ resize: sceneSize, crop: sceneSize, channels: "rgb" });
  });
});
