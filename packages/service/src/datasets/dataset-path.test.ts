import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Places } from "../places.js";
import { pathBelowRoot } from "./dataset-path.js";

let folder: string;
let root: string;
let places: Places;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "gipfel-paths-")));
  root = join(folder, "data");
  await mkdir(join(root, "birds", "owl"), { recursive: true });
  await mkdir(join(folder, "data-beside"));
  await writeFile(join(root, "birds", "labels.csv"), "");
  await symlink(root, join(folder, "link"));
  await symlink(folder, join(root, "out"));
  places = new Places(join(folder, "state"), root);
});
afterAll(() => rm(folder, { recursive: true }));

describe("pathBelowRoot", () => {
  it.each([
    ["birds", "birds"],
    ["birds/", "birds"],
    ["./birds//", "birds"],
    ["birds/owl/..", "birds"],
    ["birds/labels.csv", "birds/labels.csv"],
    ["ROOT/birds", "birds"],
    ["ROOT/birds/owl/", "birds/owl"],
    ["LINK/birds", "birds"],
  ])("takes %s, and keeps what leads there again", async (path, below) => {
    const given = path.replace("ROOT", root).replace("LINK", join(folder, "link"));
    const found = await pathBelowRoot(places, given);
    expect(found).toEqual({ absolute: join(root, below), below });
    expect(await pathBelowRoot(places, found.below)).toEqual(found);
  });

  it.each([
    "/birds",
    "/",
    ".",
    "",
    "..",
    "../data-beside",
    "FOLDER/data-beside",
    "ROOT",
    "ROOT/",
    "out",
    "gone",
    "/etc",
  ])("refuses %s", async (path) => {
    const given = path.replace("ROOT", root).replace("FOLDER", folder);
    await expect(pathBelowRoot(places, given)).rejects.toMatchObject({ code: "DATASET_NOT_FOUND" });
  });
});
