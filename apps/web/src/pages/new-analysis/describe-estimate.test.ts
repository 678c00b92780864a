import { describe, expect, it } from "vitest";
import { describeBasis, roughly } from "./describe-estimate.js";

describe("roughly", () => {
  it("says no more digits than are known", () => {
    expect(roughly(0.4)).toBe("under 1 s");
    expect(roughly(41.7)).toBe("about 42 s");
    expect(roughly(3725)).toBe("about 1 h 1 min");
    expect(roughly(196)).toBe("about 3 min 20 s");
  });
});

describe("describeBasis", () => {
  it("tells a measured image from an earlier analysis", () => {
    const rough = describeBasis({ basis: { kind: "calibration", inferenceSeconds: 0.0123 } });
    expect(rough).toMatch(/^Rough: .*12\.3 ms/);
    const known = describeBasis({ basis: { kind: "earlier", analysisId: "a", images: 1, seconds: 5 } });
    expect(known).toMatch(/earlier analysis .* 1 image in 5 s\./);
  });
});
