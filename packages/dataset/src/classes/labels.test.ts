import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLabels } from "./labels.js";

async function read(text: string, name = "labels.json") {
  const file = join(await mkdtemp(join(tmpdir(), "gipfel-labels-")), name);
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
    ["a line for each", "labels.txt", "cat\ndog\n\n"],
    ["CRLF, a BOM and spaces", "classes.txt", "\uFEFFcat\r\n dog \r\n"],
    ["lines that begin with their index", "labels.txt", "0 cat\n1 dog\n"],
    ["a JSON array under another name", "classes", '["cat", "dog"]'],
    ["names by index", "id2label.json", '{"1": "dog", "0": "cat"}'],
    ["indices by name, as Keras writes them", "class_indices.json", '{"dog": 1, "cat": 0}'],
    ["a Hugging Face configuration", "config.json", '{"model_type": "resnet", "id2label": {"0": "cat", "1": "dog"}}'],
  ])("reads %s", async (_, name, text) => {
    expect(await read(text, name)).toEqual([{ name: "cat" }, { name: "dog" }]);
  });

  it("reads WordNet ids from Keras's imagenet_class_index.json and from synset lines", async () => {
    const labels = [
      { name: "tench", wnid: "n01440764" },
      { name: "lion", wnid: "n02129165" },
    ];
    expect(await read('{"0": ["n01440764", "tench"], "1": ["n02129165", "lion"]}')).toEqual(labels);
    expect(await read("n01440764 tench\nn02129165 lion\n", "synset_words.txt")).toEqual(labels);
  });

  it.each([
    ["[", "labels.json", "JSON"],
    ["{}", "labels.json", "no entries"],
    ["[]", "labels.json", "no entries"],
    ["", "labels.txt", "no entries"],
    ["cat\n\ndog", "labels.txt", "no name on line 2"],
    ["cat\0", "labels.txt", "a binary file"],
    ['["cat", 3]', "labels.json", "3 for label 1"],
    ['["cat", " "]', "labels.json", "for label 1"],
    ['[{"wnid": "n02129165"}]', "labels.json", "for label 0"],
    ['[{"name": "lion", "wnid": "lion"}]', "labels.json", "for label 0"],
    ['{"1": "cat", "2": "dog"}', "labels.json", "no label for index 0"],
    ['{"cat": 0, "dog": 0}', "labels.json", "no label for index 1"],
    ['{"cat": "dog"}', "labels.json", "none of these"],
  ])("refuses %j in %s", async (text, name, part) => {
    const error = await read(text, name).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "LABELS_INVALID", message: expect.stringContaining(part) });
    expect((error as Error).message).not.toContain("\n");
  });

  it("refuses a missing file", async () => {
    await expect(readLabels("/no/such/labels.json")).rejects.toMatchObject({ code: "LABELS_INVALID" });
  });
});
