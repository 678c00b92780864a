import type { AnalysisSettings } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { testSettings } from "../testing/test-analysis.js";
import { changedFields, draftOf, readDraft, readLabels, type SettingName } from "./settings-draft.js";

const defaults = draftOf(testSettings);

describe("readDraft", () => {
  const other: AnalysisSettings = {
    ...{ classes: ["cat"], layers: ["conv1"], clusters: 7, components: 12, profile: "image", scope: "class" },
    ...{ baseline: "mean", tolerance: 0.05, limit: 30, batch: 4, pairs: "none", edgeMethod: "gradient-x-input" },
    ...{ seed: 3, target: "logits", preprocess: "unit", labels: ["a", "b"], visualize: true },
  };

  it.each<[string, AnalysisSettings]>([
    ["defaults", testSettings],
    ["anything else", other],
    ["values of a preprocessing", { ...other, preprocess: { channels: "bgr", mean: [104, 117, 123] } }],
  ])("gives back %s", (_, settings) => {
    expect(readDraft(draftOf(settings))).toEqual({ settings, problems: new Map() });
  });

  it.each<[SettingName, string]>([
    ["clusters", "0"],
    ["clusters", "many"],
    ["components", "0"],
    ["components", "2.5"],
    ["components", ""],
    ["tolerance", "1"],
    ["limit", "1.5"],
    ["batch", "2000"],
    ["seed", "-1"],
    ["seed", "1e99"],
    ["preprocess", "{ mean: 1"],
    ["preprocess", '{"std": "wide"}'],
  ])("says of %s what it takes instead of %j", (name, text) => {
    const { settings, problems } = readDraft({ ...defaults, [name]: text });
    expect(settings).toBeNull();
    expect([...problems.keys()]).toEqual([name]);
    expect(problems.get(name)).toMatch(/^Takes /);
  });

  it("wants classes and layers where some are to be chosen", () => {
    const { problems } = readDraft({ ...defaults, classes: [], layers: [] });
    expect([...problems.keys()]).toEqual(["classes", "layers"]);
  });

  it("refuses relevance with a baseline, as the service does", () => {
    const { problems } = readDraft({ ...defaults, edgeMethod: "lrp", baseline: "mean" });
    expect([...problems.keys()]).toEqual(["baseline"]);
  });
});

describe("readLabels", () => {
  it("takes lines, or JSON as the command line does", () => {
    expect(readLabels("cat\n dog \n")).toEqual(["cat", "dog"]);
    expect(readLabels('["cat", {"name": "dog", "wnid": "n02084071"}, {"name": "owl"}]')).toEqual([
      "cat",
      "n02084071 dog",
      "owl",
    ]);
    expect(readLabels("  ")).toBeNull();
  });
});

describe("changedFields", () => {
  it("names those that differ", () => {
    expect(changedFields(defaults, defaults).size).toBe(0);
    expect([...changedFields({ ...defaults, seed: "1", classes: ["a"] }, defaults)].sort()).toEqual([
      "classes",
      "seed",
    ]);
  });
});
