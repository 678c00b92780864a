import { describe, expect, it } from "vitest";
import { buildGraphModel } from "../graph-model/graph-model.js";
import { testDocument } from "../testing/test-document.js";
import { edgeElements, nodeElements } from "./elements.js";
import { placeRanks } from "./positions.js";

/** image → {a/0, a/1} → class, shares 0.8 and 0.2. */
const document = testDocument({ input: 1, a: 2, out: 1 }, [
  ["input/0", "a/0", 10],
  ["input/0", "a/1", 0.1],
  ["a/0", "out/0", -4],
  ["a/1", "out/0", 1],
]);
for (const [id, share] of [
  ["a/0", 0.8],
  ["a/1", 0.2],
] as const) {
  for (const node of document.nodes) if (node.id === id) node.share = share;
}
document.nodes[2].neurons = [3];
const model = buildGraphModel(document);
const positions = placeRanks(model.ranks, 1);

describe("elements", () => {
  it("name nodes for the reader, and frame them by share", () => {
    const nodes = nodeElements(model, positions);
    expect(nodes.map(({ data }) => data.label)).toEqual(["image", "concept 0", "neuron 3", "owl\n+5.00"]);
    const borders = nodes.map(({ data }) => data.border);
    expect(borders[1]).toBeGreaterThan(borders[2]);
    expect(borders[0]).toBe(borders[3]);
  });

  it("are as wide as they are strong among the edges into the same target", () => {
    const [strong, alone, strongest, quarter] = edgeElements(model, positions).map(({ data }) => data.width);
    // Each of the first three is the strongest into its target, however small.
    expect([strong, alone, strongest]).toEqual([strong, strong, strong]);
    expect(quarter).toBeLessThan(strongest);
  });

  it("tell signs apart, and what may be zero", () => {
    const classes = edgeElements(model, positions).map((element) => element.classes);
    expect(classes).toEqual(["positive hidden", "positive unsure hidden", "negative hidden", "positive hidden"]);
  });
});
