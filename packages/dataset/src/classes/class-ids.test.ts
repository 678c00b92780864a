import { describe, expect, it } from "vitest";
import { classIds } from "./class-ids.js";
import type { ClassMatch } from "./match-classes.js";

const match = (name: string, classIndex = 0): Omit<ClassMatch, "by"> => ({
  group: { name, label: null, images: [] },
  classIndex,
  className: "unused",
});

describe("classIds", () => {
  it.each([
    ["n02129165_lion", "n02129165_lion"],
    ["bell pepper/red", "bell_pepper_red"],
    ["café", "cafe"],
    ["..", "_"],
    [".hidden", "_hidden"],
    ["日本", "_"],
    ["", "class"],
  ])("makes %j safe", (name, id) => {
    expect(classIds([match(name)])).toEqual([id]);
  });

  it("names a group that is only an index by its class", () => {
    const group = { name: "7", label: 7, images: [] };
    expect(classIds([{ group, classIndex: 7, className: "golf ball" }])).toEqual(["golf_ball"]);
  });

  it("appends the index to names that are equal or would share a file", () => {
    expect(classIds([match("crane", 134), match("lion", 1), match("Crane", 517)])).toEqual([
      "crane-134",
      "lion",
      "Crane-517",
    ]);
    const ids = classIds([match("a", 1), match("a", 2), match("a-1", 3)]);
    expect(new Set(ids).size).toBe(3);
    expect(classIds([match("x".repeat(300))])[0].length).toBeLessThan(200);
  });
});
