import { describe, expect, it } from "vitest";
import { compareCodePoints } from "./compare-code-points.js";

describe("compareCodePoints", () => {
  it("orders as the bytes of UTF-8 do, which is code point order", () => {
    const names = ["b", "a", "a/b", "a.jpg", "B", "10", "9", "é", "\u{1F600}", "\uFFFD", "\uE000", "\uD7FF", "", "ab"];
    const byBytes = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect([...names].sort(compareCodePoints)).toEqual(byBytes);
    expect(compareCodePoints("same", "same")).toBe(0);
  });
});
