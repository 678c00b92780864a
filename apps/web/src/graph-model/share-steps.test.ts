import { describe, expect, it } from "vitest";
import { shareAt, shareSteps, stepOf } from "./share-steps.js";

describe("shareAt", () => {
  const steps = Array.from({ length: shareSteps + 1 }, (_, step) => step);
  it("goes from nothing to everything and always rises", () => {
    expect(shareAt(0)).toBe(0);
    expect(shareAt(shareSteps)).toBe(1);
    for (const step of steps.slice(1)) expect(shareAt(step)).toBeGreaterThan(shareAt(step - 1));
  });
  it("is undone by stepOf", () => {
    for (const step of steps) expect(stepOf(shareAt(step))).toBe(step);
  });
});
