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
    ["a header without the columns", "picture,kind\na.png,1\n", "path,label"],
    ["a path out of a subfolder", "path,label\nmissing/../../outside.png,1\n", "leaves"],
    ["a path with backslashes out of the folder", "path,label\n..\\outside.png,1\n", "leaves"],
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

  const groupsOf = (dataset: Awaited<ReturnType<typeof open>>) =>
    dataset.groups.map(({ name, label, images }) => [label ?? name, images.map((image) => image.name)]);
  const expected = [
    ["cat", ["a.png"]],
    ["dog", ["b.png", "deep/d,e.png"]],
  ];
  const taken = (path: string, label: string) => `columns ${path} and ${label} are taken for path and label`;

  it.each<[string, string, string, string[]]>([
    [
      "other names of columns",
      "t.csv",
      'File_Name,width,Class\na.png,4,cat\nb.png,4,dog\n"deep/d,e.png",4,dog\n',
      [taken("File_Name", "Class")],
    ],
    [
      "semicolons",
      "t.csv",
      "path;label\na.png;cat\nb.png;dog\ndeep/d,e.png;dog\n",
      ["columns are separated by semicolons"],
    ],
    ["tabs", "t.tsv", "path\tlabel\na.png\tcat\nb.png\tdog\ndeep/d,e.png\tdog\n", ["columns are separated by tabs"]],
    [
      "a BOM, CRLF and quotes",
      "t.csv",
      '\uFEFF"path","label"\r\n"a.png","cat"\r\n"b.png","dog"\r\n"deep/d,e.png","dog"\r\n',
      [],
    ],
    [
      "no header",
      "t.csv",
      'a.png,cat\nb.png,dog\n"deep/d,e.png",dog\n',
      ["a table without a header: column 1 is taken for path and column 2 for label"],
    ],
    [
      "backslashes and missing extensions",
      "t.csv",
      'image_id,dx\na,cat\nb,dog\n"deep\\d,e.png",dog\n',
      [
        taken("image_id", "dx"),
        "backslashes in paths are read as /",
        "paths without an extension are taken for the image of that name",
      ],
    ],
    [
      "files in folders beside it",
      "t.csv",
      'path,label\na.png,cat\nb.png,dog\n"d,e.png",dog\n',
      ["images are looked for in the folders beside the manifest"],
    ],
    ["a list of Caffe", "t.txt", "a.png cat\nb.png dog\ndeep/d,e.png dog\n", []],
    [
      "one-hot columns",
      "t.csv",
      'path,fold,cat,dog\na.png,3,1,0\nb.png,4,0,1\n"deep/d,e.png",5,0,1\n',
      ["columns of 0 and 1 are taken for classes, an image being of each that has 1: cat, dog"],
    ],
    [
      "JSON",
      "t.json",
      JSON.stringify(
        [
          ["a.png", "cat"],
          ["b.png", "dog"],
          ["deep/d,e.png", "dog"],
        ].map(([path, label]) => ({ path, label })),
      ),
      [],
    ],
  ])("reads %s and says what was guessed", async (_, name, text, notices) => {
    const dataset = await open(name, text);
    expect(groupsOf(dataset)).toEqual(expected);
    expect(dataset.notices).toEqual(notices);
  });

  it("reads absolute paths below its folder", async () => {
    const dataset = await open("abs.csv", `path,label\n${join(root, "a.png")},1\n`);
    expect(groupsOf(dataset)).toEqual([[1, ["a.png"]]]);
  });

  it("puts images of several labels in each class, and leaves those without any out", async () => {
    const several = "1 of 2 images have several labels and stand in each class";
    const bars = await open("bars.csv", "path,label\na.png,cat|dog\nb.png,dog\n");
    expect(groupsOf(bars)).toEqual([
      ["cat", ["a.png"]],
      ["dog", ["a.png", "b.png"]],
    ]);
    expect(bars.notices).toEqual([several]);
    const columns = await open("columns.csv", "image,cat,dog\na.png,1,1\nb.png,0,0\n");
    expect(groupsOf(columns)).toEqual([
      ["cat", ["a.png"]],
      ["dog", ["a.png"]],
    ]);
    expect(columns.notices).toEqual([
      expect.stringContaining("columns of 0 and 1"),
      several,
      "1 of 2 images have no label and are left out",
    ]);
  });

  it("reads COCO annotations, images in a folder beside them", async () => {
    const coco = {
      images: [
        { id: 7, file_name: "a.png" },
        { id: 8, file_name: "d,e.png" },
        { id: 9, file_name: "b.png" },
      ],
      annotations: [
        { image_id: 7, category_id: 2 },
        { image_id: 7, category_id: 2 },
        { image_id: 8, category_id: 1 },
        { image_id: 8, category_id: 2 },
      ],
      categories: [
        { id: 1, name: "cat" },
        { id: 2, name: "dog" },
      ],
    };
    const dataset = await open("instances.json", JSON.stringify(coco));
    expect(groupsOf(dataset)).toEqual([
      ["cat", ["deep/d,e.png"]],
      ["dog", ["a.png", "deep/d,e.png"]],
    ]);
    expect(dataset.notices.join("; ")).toMatch(/^COCO annotations.*1 of 3 images have several.*1 of 3 images have no/);
    await expect(open("other.json", "{}")).rejects.toMatchObject({ message: expect.stringContaining("COCO") });
  });

  it.each([
    ["t.h5", "HDF5; convert it with: numpy.savez("],
    ["t.tfrecord", "TFRecord; convert it with: numpy.savez("],
    ["t.npy", "one array; convert it with: numpy.savez("],
    ["train-images-idx3-ubyte", "IDX"],
    ["t.zip", "an archive; unpack it"],
    ["t.parquet", "pandas.read_parquet("],
    ["t.dcm", "DICOM; convert it with: dcmj2pnm"],
    ["t.png", "one image; give the folder"],
    ["t.xyz", "no data set; give a folder"],
  ])("says what %s is and what to do with it", async (name, part) => {
    await expect(open(name, "")).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining(part),
    });
  });

  it("refuses a manifest without rows", async () => {
    await expect(open("empty.csv", "path,label\n")).rejects.toMatchObject({ code: "DATASET_EMPTY" });
    await expect(open("empty.jsonl", "\n")).rejects.toMatchObject({ code: "DATASET_EMPTY" });
  });
});
