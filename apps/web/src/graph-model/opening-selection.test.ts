import { AttributionIndex, documentRanks } from "@gipfel/graph";
import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { largerSelections, openingSelection } from "./opening-selection.js";

const open = (size: number) => {
  const ids = Array.from({ length: size }, (_, n) => `a/${n}`);
  const document = testDocument({ input: 1, a: size, out: 1 }, [
    ...ids.map((id, n) => ["input/0", id, n + 1] as const),
    ...ids.map((id, n) => [id, "out/0", n + 1] as const),
  ]);
  const index = new AttributionIndex(document);
  return { index, ...openingSelection(index, documentRanks(document).ranks) };
};

describe("openingSelection", () => {
  it("is the whole of a small graph", () => {
    const { asked, nodes, edges } = open(5);
    expect([asked, nodes.size, edges.size]).toEqual([1, 7, 10]);
  });
  it("is the strongest part of a crowded one", () => {
    const { asked, share, nodes } = open(60);
    expect(asked).toBeGreaterThan(0.1);
    expect(share).toBeGreaterThanOrEqual(asked);
    expect(share).toBeLessThan(1);
    expect(nodes.size).toBeGreaterThan(8);
    expect(nodes.size).toBeLessThanOrEqual(14);
    expect(nodes.has("a/59")).toBe(true);
    expect(nodes.has("a/0")).toBe(false);
  });
});

describe("largerSelections", () => {
  it("grow from the one to begin with, each a superset of the one before", () => {
    const { index, asked, ...opening } = open(60);
    const selections = largerSelections(index, asked);
    expect(selections.length).toBeGreaterThan(3);
    for (const [i, { nodes }] of selections.entries()) {
      const before = i === 0 ? opening.nodes : selections[i - 1].nodes;
      expect([...before].every((id) => nodes.has(id))).toBe(true);
    }
    expect(selections.at(-1)?.share).toBeGreaterThan(0.8);
  });
});
