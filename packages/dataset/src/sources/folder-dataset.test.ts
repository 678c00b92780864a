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
    ["images without class folders", ["1.png", "2.png"], "DATASET_INVALID", "no class folders"],
    ["names that tell one class", ["val_1.png", "val_2.png"], "DATASET_INVALID", "do not tell classes"],
    ["a manifest that was meant", ["1.png", "list.csv"], "DATASET_INVALID", "list.csv"],
  ])("refuses %s", async (_, names, code, part) => {
    const root = await folderWith(...names);
    await expect(openDataset(root)).rejects.toMatchObject({ code, message: expect.stringContaining(part) });
  });

  const groupsOf = async (root: string) =>
    (await openDataset(root)).groups.map(({ name, images }) => [name, images.map((image) => image.name)]);

  it("reads splits above the class folders as one, and says so", async () => {
    const root = await folderWith("train/cat/1.png", "train/dog/2.png", "val/cat/1.png", "test/3.png");
    expect(await groupsOf(root)).toEqual([
      ["cat", ["train/cat/1.png", "val/cat/1.png"]],
      ["dog", ["train/dog/2.png"]],
    ]);
    expect((await openDataset(root)).notices).toEqual([
      `test, train, val are splits above the class folders, all of which are read; the folder train given as the data set is one alone`,
      "1 image in no class folder of a split is left out",
    ]);
    expect(await groupsOf(join(root, "train"))).toEqual([
      ["cat", ["cat/1.png"]],
      ["dog", ["dog/2.png"]],
    ]);
  });

  it("takes folders for classes where only some have the names of splits", async () => {
    expect(await groupsOf(await folderWith("train/1.png", "car/1.png"))).toEqual([
      ["car", ["car/1.png"]],
      ["train", ["train/1.png"]],
    ]);
    await expect(openDataset(await folderWith("train/1.png", "val/1.png"))).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining("are splits without class folders"),
    });
  });

  it("reads classes from numbered file names, and says so", async () => {
    const root = await folderWith(
      "cat.1.jpg",
      "cat.2.jpg",
      "hot dog (1).png",
      "n01440764_36.JPEG",
      "n01440764_40.JPEG",
    );
    expect(await groupsOf(root)).toEqual([
      ["cat", ["cat.1.jpg", "cat.2.jpg"]],
      ["hot dog", ["hot dog (1).png"]],
      ["n01440764", ["n01440764_36.JPEG", "n01440764_40.JPEG"]],
    ]);
    expect((await openDataset(root)).notices).toEqual([
      "classes are read from file names, up to their number: cat, hot dog, n01440764",
    ]);
  });

  it("names images of formats that are not read, with a conversion", async () => {
    const mixed = await openDataset(await folderWith("a/1.png", "a/2.bmp", "b/1.png", "b/2.BMP", "b/c.nii.gz"));
    expect(mixed.notices).toEqual([
      "2 BMP files are left out: JPEG, PNG, WebP, GIF, TIFF and AVIF are read; convert with: magick mogrify -format png *.bmp",
      expect.stringMatching(/^1 NIfTI file is left out.*nibabel/),
    ]);
    await expect(openDataset(await folderWith("a/1.dcm", "b/2.dcm"))).rejects.toMatchObject({
      code: "DATASET_EMPTY",
      message: expect.stringContaining("2 DICOM files are left out"),
    });
  });

  it("reads names with spaces, line breaks and any script", async () => {
    const names = ["чайник/чай 1.png", "hot dog/a\nb.png", "猫/🐈.png"];
    expect((await groupsOf(await folderWith(...names))).map(([name]) => name)).toEqual(["hot dog", "чайник", "猫"]);
  });

  it("lists thousands of classes of one image each", async () => {
    const root = await folderWith(...Array.from({ length: 3000 }, (_, i) => `class ${i}/1.png`));
    const { groups, imageCount } = await openDataset(root);
    expect([groups.length, imageCount]).toEqual([3000, 3000]);
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
