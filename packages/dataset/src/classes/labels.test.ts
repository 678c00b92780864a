import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLabels } from "./labels.js";

async function read(text: string) {
  const file = join(await mkdtemp(join(tmpdir(), "gipfel-labels-")), "labels.json");
  await writeFile(file, text);
  return readLabels(file);
}

describe("readLabels", () => {
  it("reads strings and objects", async () => {
    expect(await read('["cat", {"name": "lion", "wnid": "n02129165"}, {"name": "dog"}]')).toEqual([
      { name: "cat" },
      { name: "lion", wnid: "n02129165" },
      { name: "dog" },
    ]);
  });

  it("takes a WordNet id off the beginning of a string, but not a name away", async () => {
    expect(
      await read('["n02129165 lion", "n02012849_crane", "n03126707, crane (machine)", "n02129165", "n1 cat"]'),
    ).toEqual([
      { name: "lion", wnid: "n02129165" },
      { name: "crane", wnid: "n02012849" },
      { name: "crane (machine)", wnid: "n03126707" },
      { name: "n02129165" },
      { name: "n1 cat" },
    ]);
  });

  it.each([
    ["[", "cannot be read"],
    ['{"0": "cat"}', "no array"],
    ["[]", "no array"],
    ['["cat", 3]', "Label 1"],
    ['["cat", " "]', "Label 1"],
    ['[{"wnid": "n02129165"}]', "Label 0"],
    ['[{"name": "lion", "wnid": "lion"}]', "Label 0"],
  ])("refuses %s", async (text, part) => {
    await expect(read(text)).rejects.toMatchObject({ code: "LABELS_INVALID", message: expect.stringContaining(part) });
  });

  it("refuses a missing file", async () => {
    await expect(readLabels("/no/such/labels.json")).rejects.toMatchObject({ code: "LABELS_INVALID" });
  });
});
