import { pruneToShare, selectionDocument } from "@gipfel/graph";
import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { buildGraphModel } from "./graph-model.js";
import { shareParts } from "./share-parts.js";
import { wholeSize } from "./whole-size.js";

const sizes = { input: 1, conv: 3, out: 1 };
const whole = testDocument(sizes, [
  ["input/0", "conv/0", 2],
  ["input/0", "conv/1", 1],
  ["input/0", "conv/2", 1],
  ["conv/0", "out/0", 6],
  ["conv/1", "out/0", 3],
  ["conv/2", "out/0", 1],
]);

describe("wholeSize", () => {
  it("tells a part from a whole graph", () => {
    expect(wholeSize(whole)).toBeNull();
    expect(wholeSize(selectionDocument(whole, pruneToShare(whole, 0.5)))).toEqual({ nodes: 5, edges: 6 });
    expect(wholeSize({ options: { selection: "all" } })).toBeNull();
  });
});

describe("a model of a part of a graph", () => {
  it("counts what the service left out as not shown", () => {
    const model = buildGraphModel(selectionDocument(whole, pruneToShare(whole, 0.5)));
    const all = pruneToShare(model.index, 1);
    expect(all.share).toBeCloseTo(0.6, 12);
    expect(shareParts(model, all).lost).toBeCloseTo(0.4, 12);
    expect(model.edgeShares.get("conv/0>out/0")).toBeCloseTo(0.6, 12);
    // The image receives the share of edges that were left out, too.
    expect(model.endingShares.get("input")).toBeCloseTo(1, 12);
  });
});
