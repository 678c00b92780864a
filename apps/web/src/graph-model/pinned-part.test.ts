import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { buildGraphModel } from "./graph-model.js";
import { pinnedPart, selectPinned } from "./pinned-part.js";

/** All of the class comes from the image: three quarters by way of one concept, a quarter by way of the other. */
const document = testDocument({ image: 1, conv: 2, logits: 1 }, [
  ["image/0", "conv/0", 2],
  ["image/0", "conv/1", 2],
  ["conv/0", "logits/0", 3],
  ["conv/1", "logits/0", -1],
]);
const { index } = buildGraphModel(document);

describe("pinnedPart", () => {
  it("tells what is carried alone from what passes through", () => {
    const concept = pinnedPart(index, new Set(["conv/0"]));
    expect(concept.alone).toBe(0);
    expect(concept.through).toBeCloseTo(0.75, 12);
    expect(concept.edges).toBe(1);
    const path = pinnedPart(index, new Set(["conv/0", "image/0"]));
    expect(path.alone).toBeCloseTo(0.75, 12);
    expect(path.through).toBeCloseTo(1, 12);
    expect(pinnedPart(index, new Set())).toEqual({ alone: 0, through: 0, edges: 0 });
  });
  it("is of the class and all edges between, unless fewer are asked for", () => {
    const all = selectPinned(index, ["conv/0", "conv/1", "image/0"], 1);
    expect([...all.nodes].sort()).toEqual(index.nodeIds.toSorted());
    expect(all.edges.size).toBe(4);
    expect(selectPinned(index, ["conv/0", "conv/1", "image/0"], 0.5).edges.size).toBe(2);
  });
});
