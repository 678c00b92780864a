import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openDataset } from "./open-dataset.js";

let root: string;

beforeAll(async () => {
  const parent = await mkdtemp(join(tmpdir(), "gipfel-manifest-"));
  root = join(parent, "set");
  await mkdir(join(root, "deep"), { recursive: true });
  for (const name of ["a.png", "b.png", "c.png", "deep/d,e.png"]) await writeFile(join(root, name), name);
  await writeFile(join(parent, "outside.png"), "outside");
  await symlink(join(parent, "outside.png"), join(root, "link.png"));
});

async function open(name: string, text: string) {
  await writeFile(join(root, name), text);
  return openDataset(join(root, name));
}

describe("a manifest", () => {
  it("takes integer labels as class indices, sorted by value, before names", async () => {
    const text = '\uFEFFpath,note,label\r\nb.png,x,10\r\n\r\na.png,,zebra\r\n"deep/d,e.png",y,9\r\n./c.png,z,10\r\n';
    const dataset = await open("list.csv", text);
    expect(dataset).toMatchObject({ kind: "manifest", name: "list.csv", imageCount: 4 });
    expect(
      dataset.groups.map(({ name, label, images }) => [name, label, images.map((i) => [i.index, i.name])]),
    ).toEqual([
      ["9", 9, [[2, "deep/d,e.png"]]],
      [
        "10",
        10,
        [
          [0, "b.png"],
          [3, "c.png"],
        ],
      ],
      ["zebra", null, [[1, "a.png"]]],
    ]);
  });

  it("reads JSON lines as it reads CSV", async () => {
    const csv = await open("same.csv", "path,label\na.png,3\nb.png,dog\n");
    const jsonl = await open("same.jsonl", '{"path":"a.png","label":3}\n\n{"path":"b.png","label":"dog"}\n');
    expect(jsonl.groups).toEqual(csv.groups);
    expect(jsonl.hash).toBe(csv.hash);
  });

  it("has a hash that knows labels but not the order of rows", async () => {
    const hash = (await open("h.csv", "path,label\na.png,1\nb.png,2\n")).hash;
    expect((await open("h.csv", "path,label\nb.png,2\na.png,1\n")).hash).toBe(hash);
    expect((await open("h.csv", "path,label\na.png,2\nb.png,1\n")).hash).not.toBe(hash);
  });

  it.each([
    ["a header without the columns", "file,class\na.png,1\n", "path,label"],
    ["a missing file", "path,label\na.png,1\nmissing.png,1\n", "line 3: there is no file missing.png"],
    ["a path out of the folder", "path,label\n../outside.png,1\n", "line 2: ../outside.png leaves"],
    ["an absolute path", "path,label\n/etc/passwd,1\n", "line 2: /etc/passwd leaves"],
    ["a link out of the folder", "path,label\nlink.png,1\n", "line 2: link.png is a link out"],
    ["a folder", "path,label\ndeep,1\n", "line 2: deep is not a file"],
    ["an empty path", "path,label\na.png,1\n,1\n", "line 3: path"],
    ["an empty label", "path,label\na.png,\n", "line 2: label"],
    ["a negative label", "path,label\na.png,-1\n", "line 2: label -1"],
    ["a fractional label", "path,label\na.png,1.5\n", "line 2: label 1.5"],
    ["a row with too few columns", "path,label\na.png,1\nb.png\n", "line 3"],
    ["a repeated row", "path,label\na.png,1\nb.png,1\n./a.png,1\n", "line 4: a.png with label 1 is on line 2"],
  ])("refuses %s with its line", async (_, text, part) => {
    await expect(open("bad.csv", text)).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining(part),
    });
  });

  it.each([
    ["what is not JSON", '{"path":"a.png","label":1}\nnope\n', "line 2: not JSON"],
    ["what is no object", "[1]\n", "line 1: not an object"],
    ["null for a label", '{"path":"a.png","label":null}\n', "line 1: label"],
    ["a number for a path", '{"path":1,"label":1}\n', "line 1: path"],
  ])("refuses %s in JSON lines", async (_, text, part) => {
    await expect(open("bad.jsonl", text)).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining(part),
    });
  });

  it("refuses a manifest without rows", async () => {
    await expect(open("empty.csv", "path,label\n")).rejects.toMatchObject({ code: "DATASET_EMPTY" });
    await expect(open("empty.jsonl", "\n")).rejects.toMatchObject({ code: "DATASET_EMPTY" });
  });
});
