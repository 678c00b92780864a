import { describe, expect, it } from "vitest";
import { pauseBefore } from "./backoff.js";

describe("the pause before another attempt", () => {
  it("doubles with each failure up to half a minute", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 2000].map((failures) => pauseBefore(failures, 1000, "job"))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it("is some seconds at most where a process died", () => {
    expect([1, 2, 3, 4, 12].map((failures) => pauseBefore(failures, 1000, "process"))).toEqual([
      1000, 2000, 4000, 5000, 5000,
    ]);
  });

  it("stays short where something was away", () => {
    expect(pauseBefore(20, 1000, "surroundings")).toBe(1000);
  });
});
