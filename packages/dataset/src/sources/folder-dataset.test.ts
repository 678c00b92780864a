import { mkdir, mkdtemp, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDataset } from "./open-dataset.js";

/** A folder with these files; listing does not decode, so their content does not matter. */
async function folderWith(...names: string[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "gipfel-folder-"));
  for (const name of names) {
    await mkdir(join(root, dirname(name)), { recursive: true });
    await writeFile(join(root, name), `content of ${name}`);
  }
  return root;
}

describe("a data set folder", () => {
  it("has one group per class folder, sorted by code point, with stable indices", async () => {
    const root = await folderWith("b/2.png", "b/10.JPEG", "B/x.webp", "a/deeper/z.gif", "a/y.tiff", "a/w.avif");
    const dataset = await openDataset(root);
    expect(dataset).toMatchObject({ kind: "folder", imageCount: 6, arrays: null, notices: [] });
    expect(dataset.groups.map(({ name, label }) => [name, label])).toEqual([
      ["B", null],
      ["a", null],
      ["b", null],
    ]);
    const images = dataset.groups.flatMap((group) => group.images);
    expect(images.map(({ name }) => name)).toEqual([
      "B/x.webp",
      "a/deeper/z.gif",
      "a/w.avif",
      "a/y.tiff",
      "b/10.JPEG",
      "b/2.png",
    ]);
    expect(images.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(images[4].file).toBe(join(dataset.root, "b/10.JPEG"));
    expect(() => dataset.readArray(images[0])).toThrow(expect.objectContaining({ code: "DATASET_INVALID" }));
  });

  it("ignores hidden entries, other files and files beside the class folders", async () => {
    const root = await folderWith("a/1.png", "a/.2.png", "a/notes.txt", "a/3.svg", ".git/4.png", "overview.jpg");
    const dataset = await openDataset(root);
    expect(dataset.groups.flatMap((group) => group.images.map(({ name }) => name))).toEqual(["a/1.png"]);
  });

  it("hashes names, sizes and labels, not times", async () => {
    const root = await folderWith("a/1.png", "b/2.png");
    const before = (await openDataset(root)).hash;
    await utimes(join(root, "a/1.png"), 1, 1);
    expect((await openDataset(root)).hash).toBe(before);
    expect((await openDataset(await folderWith("b/2.png", "a/1.png"))).hash).toBe(before);
    await writeFile(join(root, "a/1.png"), "longer than it was before");
    expect((await openDataset(root)).hash).not.toBe(before);
    expect((await openDataset(await folderWith("a/1.png", "c/2.png"))).hash).not.toBe(before);
  });

  it.each([
    ["a class folder without images", ["a/1.png", "empty/notes.txt"], "DATASET_EMPTY", "empty"],
    ["no images at all", ["notes.txt"], "DATASET_EMPTY", "no images"],
    ["images without class folders", ["1.png"], "DATASET_INVALID", "no class folders"],
    ["a manifest that was meant", ["1.png", "list.csv"], "DATASET_INVALID", "list.csv"],
  ])("refuses %s", async (_, names, code, part) => {
    const root = await folderWith(...names);
    await expect(openDataset(root)).rejects.toMatchObject({ code, message: expect.stringContaining(part) });
  });

  it("refuses a missing path and a file that is no data set", async () => {
    const root = await folderWith("a/1.png");
    await expect(openDataset(join(root, "missing"))).rejects.toMatchObject({ code: "DATASET_NOT_FOUND" });
    await expect(openDataset(join(root, "a/1.png"))).rejects.toMatchObject({ code: "DATASET_INVALID" });
  });

  it("follows links to files inside, and refuses links to folders, to outside and to nothing", async () => {
    const inside = await folderWith("a/1.png");
    await symlink("1.png", join(inside, "a/2.png"));
    await symlink("missing", join(inside, "a/README"));
    expect((await openDataset(inside)).imageCount).toBe(2);

    const outside = await folderWith("secret.png", "class/3.png");
    for (const [target, place] of [
      [join(outside, "secret.png"), "a/2.png"],
      [join(outside, "class"), "b"],
      ["missing.png", "a/2.png"],
    ]) {
      const root = await folderWith("a/1.png");
      await symlink(target, join(root, place));
      await expect(openDataset(root)).rejects.toMatchObject({
        code: "DATASET_INVALID",
        message: expect.stringContaining(place),
      });
    }
  });

  it("may itself be given as a link", async () => {
    const root = await folderWith("a/1.png");
    const link = join(await folderWith(), "link");
    await symlink(root, link);
    expect(await openDataset(link)).toMatchObject({ name: "link", imageCount: 1 });
  });
});
