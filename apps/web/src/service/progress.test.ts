import { describe, expect, it } from "vitest";
import { describeProgress, partDone, rate } from "./progress.js";

const progress = { phase: "collect", done: 120, total: 400, unit: "images", rate: 31.2, secondsLeft: 8.97 };

describe("describeProgress", () => {
  it("says phase, what is done, how fast, and what is left", () => {
    const words = describeProgress({ status: "running", progress });
    expect(words).toBe("Collect: 120 of 400 images, 31 per second, 9 s left");
  });

  it("leaves out what is not known yet", () => {
    const early = { ...progress, rate: null, secondsLeft: null };
    expect(describeProgress({ status: "running", progress: early })).toBe("Collect: 120 of 400 images");
    expect(describeProgress({ status: "running", progress: null })).toMatch(/^Reads/);
    expect(describeProgress({ status: "queued", progress: null })).toMatch(/turn/);
  });
});

describe("partDone", () => {
  it("is what is done of all, and unknown where nothing is to be done", () => {
    expect(partDone({ status: "running", progress })).toBeCloseTo(0.3);
    expect(partDone({ status: "running", progress: { ...progress, done: 0, total: 0 } })).toBeNull();
    expect(partDone({ status: "queued", progress: null })).toBeNull();
  });
});

describe("rate", () => {
  it.each([
    [31.2, "31"],
    [4.21, "4.2"],
    [0.08, "0.08"],
  ])("of %d is %s", (value, text) => expect(rate(value)).toBe(text));
});
