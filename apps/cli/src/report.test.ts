import { describe, expect, it } from "vitest";
import { timeLeft } from "./report.js";

describe("timeLeft", () => {
  it("says that it is not known where it is not", () => {
    for (const word of ["INF", "NULL", "0"]) expect(timeLeft(word)).toBe("time left unknown");
    expect(timeLeft(12)).toMatch(/^about 12.* left$/);
  });
});
