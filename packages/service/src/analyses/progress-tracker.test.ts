import { describe, expect, it } from "vitest";
import { ProgressTracker } from "./progress-tracker.js";

const report = (phase: string, done: number) => ({ phase, done, total: 100, unit: "images" });

describe("ProgressTracker", () => {
  it("tells the rate of the phase and the time that is left at it", () => {
    const tracker = new ProgressTracker();
    tracker.add("a", report("collect", 10), 0);
    expect(tracker.progress("a", null)).toMatchObject({ done: 10, rate: null, secondsLeft: null });
    tracker.add("a", report("collect", 30), 4000);
    expect(tracker.progress("a", null)).toMatchObject({ done: 30, rate: 5, secondsLeft: 14 });
    tracker.add("a", report("graphs", 0), 5000);
    expect(tracker.progress("a", null)).toMatchObject({ phase: "graphs", rate: null });
  });

  it("never goes back where one worker knows less than another", () => {
    const tracker = new ProgressTracker();
    tracker.add("a", report("collect", 50), 0);
    tracker.add("a", report("collect", 40), 1000);
    expect(tracker.progress("a", null)?.done).toBe(50);
  });

  it("falls back to what is stored", () => {
    const tracker = new ProgressTracker();
    expect(tracker.progress("a", null)).toBeNull();
    expect(tracker.progress("a", report("collect", 5))).toMatchObject({ done: 5, rate: null });
  });
});
