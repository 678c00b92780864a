import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { findInGraph } from "./find-in-graph.js";
import { buildGraphModel } from "./graph-model.js";
import { shareThatShows } from "./share-that-shows.js";

const document = testDocument({ input: 1, conv1: 3, conv2: 9, out: 1 }, [
  ["input/0", "conv1/0", 1],
  ["conv1/0", "out/0", 9],
  ["conv1/1", "out/0", 3],
  ["conv1/2", "out/0", 1e-4],
]);
document.nodes[2].neurons = [17, 41];
const model = { ...buildGraphModel(document), names: new Map([["conv2/4", "striped wing"]]) };
const classes = [
  { id: "owl", name: "owl" },
  { id: "snowy_owl", name: "snowy owl" },
];
const find = (query: string) => findInGraph(model, classes, query).map(({ kind, id }) => `${kind} ${id}`);

describe("findInGraph", () => {
  it("finds nodes by id, by layer and number, and by the name that the reader gave", () => {
    expect(find("conv2/4")[0]).toBe("node conv2/4");
    expect(find("conv2 7")[0]).toBe("node conv2/7");
    expect(find("WING stri")).toEqual(["node conv2/4"]);
  });
  it("finds the concept of a neuron, by its whole number", () => {
    expect(find("neuron 41")).toEqual(["node conv1/1"]);
    expect(find("41")[0]).toBe("node conv1/1");
    expect(find("4")).not.toContain("node conv1/1");
    expect(findInGraph(model, classes, "41")[0].hint).toContain("with neuron 41");
  });
  it("finds layers and classes, exact names first", () => {
    expect(find("conv1")[0]).toBe("layer conv1");
    expect(find("owl").slice(0, 1)).toEqual(["class owl"]);
    expect(find("owl")).toContain("class snowy_owl");
  });
  it("finds nothing for nothing, or where a word is missing", () => {
    expect(find("  ")).toEqual([]);
    expect(find("conv1 zebra")).toEqual([]);
  });
});

describe("shareThatShows", () => {
  it("is the least step that shows the node, and no less than what is shown now", () => {
    expect(shareThatShows(model, "conv1/0", 0.9)).toBe(0.9);
    const share = shareThatShows(model, "conv1/1", 0.1)!;
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(0.9);
    expect(shareThatShows(model, "conv2/3", 0.1)).toBeNull();
  });
});
