import { describe, expect, it } from "vitest";
import { type ConceptStep, conceptSteps, fitsAddress } from "./concept-steps.js";

const merge: ConceptStep = { kind: "merge", layer: "conv4", concepts: [1, 3] };

describe("conceptSteps", () => {
  it("is short and can be read", () => {
    const steps: ConceptStep[] = [merge, { kind: "find", layer: "conv3", clusters: 6 }];
    expect(conceptSteps.format(steps)).toBe("merge,conv4,1,3;find,conv3,6");
  });
});

describe("fitsAddress", () => {
  it("holds for dozens of merges, and for no long text", () => {
    expect(fitsAddress(Array(80).fill(merge))).toBe(true);
    expect(fitsAddress(Array(200).fill(merge))).toBe(false);
    expect(fitsAddress([{ kind: "name", layer: "conv4", concept: 0, name: "é".repeat(400) }])).toBe(false);
  });
});
