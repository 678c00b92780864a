import { describe, expect, it } from "vitest";
import { notesOnLayer } from "./layer-notes.js";

describe("notesOnLayer", () => {
  const warnings = [
    "layer conv1: its clusters are no better than chance",
    "layer conv11: k was capped",
    "segment into conv1: completeness residual 0.02 is above the tolerance 0.01",
    "layer conv1 of class owl: k was capped",
    "2 of 2 classes have fewer than 20 images",
  ];
  it("are those that name the layer, and the class, if any", () => {
    const both = ["its clusters are no better than chance", "completeness residual 0.02 is above the tolerance 0.01"];
    expect(notesOnLayer(warnings, "conv1", "cat")).toEqual(both);
    expect(notesOnLayer(warnings, "conv1", "owl")).toEqual([...both, "k was capped"]);
    expect(notesOnLayer(warnings, "conv", "owl")).toEqual([]);
  });
});
