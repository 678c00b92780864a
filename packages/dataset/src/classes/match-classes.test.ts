import { describe, expect, it } from "vitest";
import type { DatasetGroup } from "../sources/dataset.js";
import type { ClassLabel } from "./labels.js";
import { describeMatches, matchClasses } from "./match-classes.js";

const folder = (name: string): DatasetGroup => ({ name, label: null, images: [] });
const stated = (label: number): DatasetGroup => ({ name: String(label), label, images: [] });
const named = (...names: string[]): ClassLabel[] => names.map((name) => ({ name }));

const zoo: ClassLabel[] = [
  { name: "tench", wnid: "n01440764" },
  { name: "lion", wnid: "n02129165" },
  { name: "bell pepper", wnid: "n07720875" },
  { name: "crane", wnid: "n02012849" },
  { name: "crane", wnid: "n03126707" },
];

function indices(groups: DatasetGroup[], labels: ClassLabel[] | null, outputs: number): number[] {
  return matchClasses(groups, labels, outputs).map(({ classIndex }) => classIndex);
}

describe("matchClasses", () => {
  it.each<[string, DatasetGroup[], ClassLabel[] | null, number, number[]]>([
    ["a stated index before a label of that name", [stated(2)], named("2", "a", "b"), 3, [2]],
    ["the WordNet id before the label", [folder("n02129165_tench")], zoo, 5, [1]],
    ["the WordNet id alone", [folder("n03126707")], zoo, 5, [4]],
    ["a label that is or begins with a WordNet id", [folder("n02129165_lion")], named("n1", "n02129165 lion"), 2, [1]],
    ["the label, case, _ and spaces ignored", [folder("Bell_Pepper"), folder("LION")], zoo, 5, [2, 1]],
    ["the label after an unknown WordNet id", [folder("n99999999_lion")], named("tench", "lion"), 2, [1]],
    ["the label before a leading integer", [folder("1_up"), folder("0")], named("1 up", "0"), 2, [0, 1]],
    ["a leading integer", [folder("3_bell_pepper"), folder("0-x"), folder("1")], null, 5, [3, 0, 1]],
    ["a leading integer with zeros", [folder("007_bond")], null, 8, [7]],
    ["sorted order, one folder per output", [folder("cat"), folder("dog")], null, 2, [0, 1]],
    ["sorted order that integers agree with", [folder("0_cat"), folder("dog")], null, 2, [0, 1]],
    ["a plural, in the order of labels", [folder("cats"), folder("dogs")], named("dog", "cat"), 2, [1, 0]],
    ["plurals in ies and es", [folder("berries"), folder("boxes")], named("box", "berry"), 2, [1, 0]],
    [
      "hyphens and other punctuation",
      [folder("Bell-Pepper"), folder("t-shirt")],
      named("T shirt", "bell pepper"),
      2,
      [1, 0],
    ],
    ["a synonym between commas", [folder("Tinca tinca"), folder("jay")], named("jay", "tench, Tinca tinca"), 2, [1, 0]],
    ["the label itself before a plural of another", [folder("cat"), folder("cats")], named("cats", "cat"), 2, [1, 0]],
  ])("matches by %s", (_, groups, labels, outputs, expected) => {
    expect(indices(groups, labels, outputs)).toEqual(expected);
  });

  it("names a class by its label, else by its group", () => {
    expect(matchClasses([stated(1)], zoo, 5)[0].className).toBe("lion");
    expect(matchClasses([folder("1_lions")], null, 5)[0].className).toBe("1_lions");
  });

  it.each<[string, DatasetGroup[], ClassLabel[] | null, number, string]>([
    [
      "a label count that is not the number of outputs",
      [folder("cat")],
      named("cat"),
      2,
      "one for each of 2 outputs in index order, got 1",
    ],
    ["a WordNet id as an integer", [folder("n02129165_lion")], null, 1000, "n02129165_lion matches no output"],
    ["a number glued to a word", [folder("3d")], null, 5, "3d matches no output"],
    [
      "the first unmatched group",
      [folder("lion"), folder("emu"), folder("yak")],
      zoo,
      5,
      "emu matches no label; the nearest is ",
    ],
    [
      "a class that the nearest label is named to",
      [folder("lino")],
      zoo,
      5,
      "lino matches no label; the nearest is lion",
    ],
    ["sorted order where labels say otherwise", [folder("a"), folder("b")], named("b", "c"), 2, "a matches no label"],
    [
      "folders of a data set's parts as classes",
      [folder("train"), folder("val")],
      named("cat", "dog"),
      2,
      "train matches",
    ],
    ["a name that is near two labels", [folder("crane-s")], zoo, 5, "outputs 3 and 4"],
    ["an index that contradicts the name behind it", [folder("1_dog")], named("dog", "cat"), 2, "the labels call cat"],
    ["sorted order against other names", [folder("1_a"), folder("b")], null, 2, "sorted order contradicts"],
    ["a stated index out of range", [stated(5)], null, 5, "index 5"],
    ["a leading integer out of range", [folder("1_a"), folder("2_b")], null, 2, "index 2"],
    ["two groups for one output", [folder("1_a"), folder("01_b")], null, 5, "1_a and 01_b both"],
    ["a label that two outputs have", [folder("crane")], zoo, 5, "outputs 3 and 4"],
  ])("refuses %s", (_, groups, labels, outputs, part) => {
    expect(() => matchClasses(groups, labels, outputs)).toThrow(
      expect.objectContaining({ code: "LABELS_INVALID", message: expect.stringContaining(part) }),
    );
  });

  it("says in one line which labels are almost the names, and in one which classes their order decided", () => {
    const near = matchClasses([folder("cats"), folder("dogs")], named("dog", "cat"), 2);
    expect(describeMatches(near)).toEqual([
      "classes are matched with labels of almost their name: cats → cat, dogs → dog",
    ]);
    const ordered = matchClasses(["a", "b", "c", "d", "e", "f"].map(folder), null, 6);
    expect(describeMatches(ordered)).toEqual([
      "classes are matched with outputs in sorted order: a → 0, b → 1, c → 2, d → 3 and 2 more; --labels states the names of outputs",
    ]);
    expect(describeMatches(matchClasses([folder("dog")], named("dog", "cat"), 2))).toEqual([]);
  });
});
