import { describe, expect, it } from "vitest";
import { createUuidSource, maxUuid } from "./uuid.js";

describe("a source of UUIDs", () => {
  it("makes version 7 with the time in front", () => {
    const id = createUuidSource(() => new Date("2022-02-22T19:22:22.000Z"))();
    // The time of the example in RFC 9562, appendix A.6.
    expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("makes ids that rise, within a millisecond and where the clock goes back", () => {
    let time = Date.UTC(2026, 0);
    const next = createUuidSource(() => new Date(time));
    const ids = Array.from({ length: 20_000 }, (_, i) => {
      if (i % 5000 === 4999) time -= 1000;
      if (i === 12_345) time += 5000;
      return next();
    });
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.at(-1)?.localeCompare(maxUuid)).toBe(-1);
  });
});
