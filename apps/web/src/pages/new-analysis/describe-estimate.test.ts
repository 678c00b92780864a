import { describe, expect, it } from "vitest";
import { describeBasis, describeNotices, roughly } from "./describe-estimate.js";

describe("roughly", () => {
  it("says no more digits than are known", () => {
    expect(roughly(0.4)).toBe("Under 1 s");
    expect(roughly(41.7)).toBe("About 42 s");
    expect(roughly(3725)).toBe("About 1 h 1 min");
    expect(roughly(196)).toBe("About 3 min 20 s");
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

describe("describeNotices", () => {
  const notices = ["preprocessing unit is assumed; --preprocess states it", "12 classes have under 20 images"];

  it("says what is assumed where the form can say otherwise", () => {
    const said = describeNotices({ notices, preprocessing: { name: "unit", assumed: true } });
    expect(said).toHaveLength(2);
    expect(said[0]).toContain("“unit” is assumed");
    expect(said[1]).toBe("12 classes have under 20 images.");
    expect(describeNotices({ notices, preprocessing: { name: "unit", assumed: false } })).toHaveLength(1);
    expect(describeNotices({ notices: [], preprocessing: null })).toEqual([]);
  });
});
