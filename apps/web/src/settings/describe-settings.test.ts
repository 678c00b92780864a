import { describe, expect, it } from "vitest";
import { testSettings } from "../testing/test-analysis.js";
import { describeSettings } from "./describe-settings.js";

const valuesOf = (given: Partial<typeof testSettings>) => {
  const described = describeSettings({ ...testSettings, ...given }, testSettings);
  return Object.fromEntries(described.map(({ name, value, isDefault }) => [name, { value, isDefault }]));
};

describe("describeSettings", () => {
  it("says every setting, and of none that it was changed where none was", () => {
    const values = valuesOf({});
    expect(Object.keys(values).sort()).toEqual(Object.keys(testSettings).sort());
    expect(Object.values(values).every(({ isDefault }) => isDefault)).toBe(true);
    expect(values).toMatchObject({ classes: { value: "all" }, clusters: { value: "automatic" }, seed: { value: "0" } });
  });

  it("marks what was changed, in the words of the form", () => {
    const values = valuesOf({ edgeMethod: "lrp", layers: ["conv1", "conv2"], components: 0.5, classes: [..."abcdef"] });
    expect(values.edgeMethod).toEqual({ value: "Layer-wise relevance propagation", isDefault: false });
    expect(values.layers).toEqual({ value: "conv1, conv2", isDefault: false });
    expect(values.components.value).toBe("0.5");
    expect(values.classes.value).toBe("6 chosen");
    expect(values.baseline.isDefault).toBe(true);
  });
});
