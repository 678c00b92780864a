import { describe, expect, it } from "vitest";
import { nearestClasses } from "./nearest-classes.js";

const similarities = new Map([
  ["owl", 1],
  ["fish", -0.4],
  ["cat", 0.2],
  ["jay", 0.9],
  ["car", 0],
]);

describe("nearestClasses", () => {
  it("gives those that are alike, the most alike first, and not the class itself", () => {
    expect(nearestClasses(similarities, "owl", 8)).toEqual(["jay", "cat"]);
    expect(nearestClasses(similarities, "owl", 1)).toEqual(["jay"]);
    expect(nearestClasses(new Map(), "owl", 8)).toEqual([]);
  });
});
