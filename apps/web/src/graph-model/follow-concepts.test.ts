import type { GraphDocument } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { followRanks, namesThatHold, successors } from "./follow-concepts.js";
import { mergedConcepts, nodeNames, regroupedLayers } from "./regrouped.js";

/** Four concepts of two neurons each: 0 and 1, 2 and 3, 4 and 5, 6 and 7. */
const before = testDocument({ image: 1, conv: 4, logits: 1 }, []);

function regrouped(document: GraphDocument, layer: string, concepts: readonly (readonly number[])[]): GraphDocument {
  const [first] = document.nodes.filter((node) => node.layer === layer);
  const nodes = concepts.map((neurons, n) => ({ ...first, id: `${layer}/${n}`, neurons: [...neurons] }));
  return {
    ...document,
    options: { regrouped: [layer] },
    nodes: [...document.nodes.filter((node) => node.layer !== layer), ...nodes],
  };
}

const concepts = mergedConcepts(before, "conv", new Set(["conv/3", "conv/1"]));
const merged = regrouped(before, "conv", concepts);

describe("mergedConcepts", () => {
  it("keeps every neuron once, and the union in the place of its first part", () => {
    expect(concepts).toEqual([
      [0, 1],
      [2, 3, 6, 7],
      [4, 5],
    ]);
  });
});

describe("successors", () => {
  it("are the nodes that have most of the neurons, there and back", () => {
    expect(Object.fromEntries(successors(before, merged))).toEqual({
      ...{ "image/0": "image/0", "logits/0": "logits/0" },
      ...{ "conv/0": "conv/0", "conv/1": "conv/1", "conv/2": "conv/2", "conv/3": "conv/1" },
    });
    const lopsided = regrouped(before, "conv", [[3, 0, 1], [2], [4, 5, 6, 7]]);
    expect(successors(merged, lopsided).get("conv/1")).toBe("conv/2");
  });
  it("keep the names of what has the same neurons, and of nothing else", () => {
    const swapped = regrouped(before, "conv", [
      [4, 5],
      [3, 2, 6],
      [0, 1],
    ]);
    const names = new Map([
      ["conv/0", "edges"],
      ["conv/1", "wheels"],
      ["gone/0", "lost"],
    ]);
    expect([...namesThatHold(names, before, swapped)]).toEqual([["conv/2", "edges"]]);
  });
});

describe("followRanks", () => {
  it("puts every node where most of it stood, and leaves out none", () => {
    const ranks = [
      { above: [], core: ["image/0"], below: [] },
      { above: ["conv/2"], core: ["conv/3", "conv/0"], below: ["conv/1"] },
      { above: [], core: ["logits/0"], below: [] },
    ];
    const split = regrouped(before, "conv", [[0], [2, 3, 6, 7], [4, 5], [1]]);
    const followed = followRanks(ranks, before, split);
    expect(followed[1]).toEqual({ above: ["conv/2"], core: ["conv/0", "conv/3"], below: ["conv/1"] });
    const placed = followed.flatMap(({ above, core, below }) => [...above, ...core, ...below]);
    expect(placed.sort()).toEqual(split.nodes.map(({ id }) => id).sort());
  });
});

describe("nodeNames", () => {
  const noted = new Map([
    ["conv/1", "noted"],
    ["image/0", "photo"],
  ]);
  it("are those noted, but for layers with other concepts, and those of the view above them", () => {
    expect([...nodeNames(before, noted, null)]).toEqual([...noted]);
    expect([...regroupedLayers(merged, null)]).toEqual(["conv"]);
    expect([...nodeNames(merged, noted, null)]).toEqual([["image/0", "photo"]]);
    const view = { layers: { conv: { clusters: 3 } }, names: { "conv/1": "wheels", "image/0": "picture" } };
    expect(Object.fromEntries(nodeNames(before, noted, view))).toEqual({ "conv/1": "wheels", "image/0": "picture" });
  });
  it("are those of the document where the view itself is not at hand, whatever it holds", () => {
    const document = { ...merged, options: { regrouped: "conv", names: { "conv/0": "edges", "conv/1": 7 } } };
    expect([...nodeNames(document, new Map(), null)]).toEqual([["conv/0", "edges"]]);
  });
});
