import { describe, expect, it } from "vitest";
import { buildGraphModel } from "../graph-model/graph-model.js";
import { testDocument } from "../testing/test-document.js";
import { nodeElements } from "./elements.js";
import { linkWidth } from "./marks.js";
import { placeRanks } from "./positions.js";

/** image → {a/0, a/1} → class, shares 0.8 and 0.2. */
const document = testDocument({ input: 1, a: 2, out: 1 }, [
  ["input/0", "a/0", 10],
  ["input/0", "a/1", 0.1],
  ["a/0", "out/0", -4],
  ["a/1", "out/0", 1],
]);
for (const node of document.nodes) node.share = { "a/0": 0.8, "a/1": 0.2 }[node.id] ?? 1;
document.nodes[2].neurons = [3];
const model = buildGraphModel(document);
const none = new Set<string>();
const elements = (collapsed: ReadonlySet<string>) =>
  nodeElements(model, placeRanks(model, { ranks: model.ranks, hidden: none, collapsed }, 1));

describe("nodeElements", () => {
  it("name nodes for the reader, and size them by share", () => {
    const nodes = elements(none);
    expect(nodes.map(({ data }) => data.label)).toEqual(["image", "concept 0", "neuron 3", "owl\n+5.00"]);
    const areas = nodes.map(({ data }) => Number(data.width) * Number(data.height));
    expect(areas[1]).toBeGreaterThan(areas[2]);
    expect(areas[0]).toBe(areas[1]);
  });

  it("make points without words of a collapsed layer", () => {
    const [image, ...points] = elements(new Set(["a"])).slice(0, 3);
    expect(points.map(({ data }) => [data.label, data.point])).toEqual([
      ["", 1],
      ["", 1],
    ]);
    expect(Number(points[0].data.width)).toBeLessThan(Number(image.data.width) / 2);
  });
});

describe("linkWidth", () => {
  it("is as large as the link is strong among those into the same target", () => {
    const width = (key: string) => linkWidth(model.links.find((link) => link.key === key)!);
    // Each of these is the strongest into its target, however small.
    expect(width("input/0>a/0")).toBe(width("input/0>a/1"));
    expect(width("a/0>out/0")).toBe(width("input/0>a/0"));
    expect(width("a/1>out/0")).toBeLessThan(width("a/0>out/0"));
  });
});
