import { describe, expect, it } from "vitest";
import { amount, count, percent, shorten, signed } from "./wording.js";

describe("numbers", () => {
  it("keep the digits that say something", () => {
    expect([1, 0.864, 0.0999, 0.0421, 0.0003, 0.00001, 0].map(percent)).toEqual([
      "100 %",
      "86 %",
      "10 %",
      "4.2 %",
      "0.03 %",
      "< 0.01 %",
      "0 %",
    ]);
    expect([-1.2411, 0.0312, 1290.4, -2.1e-6, 0, 999.7].map(amount)).toEqual([
      "−1.24",
      "0.0312",
      "1,290",
      "−2.1e−6",
      "0",
      "1,000",
    ]);
    expect([2, -2, 0].map(signed)).toEqual(["+2.00", "−2.00", "0"]);
    expect(count(1804)).toBe("1,804");
  });
});

describe("shorten", () => {
  it("keeps both ends and never exceeds the length", () => {
    const name = "features/12/expand3x3_activation";
    for (let length = 1; length <= name.length + 1; length++) {
      const short = shorten(name, length);
      expect(short.length).toBe(Math.min(length, name.length));
      const [head, tail = ""] = short.split("…");
      expect(name.startsWith(head) && name.endsWith(tail)).toBe(true);
    }
  });
});
