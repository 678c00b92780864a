import { describe, expect, it } from "vitest";
import { nearestName, nearForms } from "./near-names.js";

const isNear = (a: string, b: string) => [...nearForms(a)].some((form) => nearForms(b).has(form));

describe("nearForms", () => {
  it.each([
    ["cats", "Cat"],
    ["potatoes", "potato"],
    ["buses", "bus"],
    ["cherries", "cherry"],
    ["hot-dog", "hot_dogs"],
    ["lesser panda", "lesser panda, red panda, Ailurus fulgens"],
    ["Ågren", "A\u030Agren"],
  ])("finds %s and %s alike", (a, b) => {
    expect(isNear(a, b)).toBe(true);
    expect(isNear(b, a)).toBe(true);
  });

  it.each([
    ["glass", "glas"],
    ["cat", "car"],
    ["as", "a"],
    ["panda", "lesser panda, red panda"],
  ])("tells %s and %s apart", (a, b) => {
    expect(isNear(a, b)).toBe(false);
  });
});

describe("nearestName", () => {
  it("takes the fewest edits, of any synonym", () => {
    expect(nearestName("kitten", ["sitting", "mitten", "dog"])).toBe("mitten");
    expect(nearestName("jaguar", ["cougar, puma", "panther, Jaguars"])).toBe("panther, Jaguars");
    expect(nearestName("x", [])).toBeUndefined();
  });
});
