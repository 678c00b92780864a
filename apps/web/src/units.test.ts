import { describe, expect, it } from "vitest";
import { ago, bytes, duration } from "./units.js";

describe("duration", () => {
  it.each([
    [0, "under 1 s"],
    [41.6, "42 s"],
    [200, "3 min 20 s"],
    [180, "3 min"],
    [3599, "60 min"],
    [7500, "2 h 5 min"],
    [100_800, "1 d 4 h"],
  ])("of %d s is %s", (seconds, text) => expect(duration(seconds)).toBe(text));
});

describe("ago", () => {
  const now = Date.parse("2026-03-10T12:00:00.000Z");
  it.each([
    ["2026-03-10T11:59:30.000Z", "just now"],
    ["2026-03-10T11:55:00.000Z", "5 min ago"],
    ["2026-03-10T08:30:00.000Z", "3 h ago"],
    ["2026-03-09T08:30:00.000Z", "yesterday"],
    ["2026-03-06T08:30:00.000Z", "4 days ago"],
    ["2026-02-01T12:00:00.000Z", "Feb 1, 2026"],
  ])("of %s is %s", (timestamp, text) => expect(ago(timestamp, now)).toBe(text));

  it("takes a clock that is a little ahead for now", () => {
    expect(ago("2026-03-10T12:00:05.000Z", now)).toBe("just now");
  });
});

describe("bytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [4_210_000, "4.21 MB"],
    [2_500_000_000, "2.50 GB"],
  ])("of %d is %s", (size, text) => expect(bytes(size)).toBe(text));
});
