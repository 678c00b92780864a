import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { buildGraphModel } from "./graph-model.js";
import { buildScene } from "./scene.js";
import { tidyRanks } from "./tidy-ranks.js";
import { walk } from "./walk.js";

const model = buildGraphModel(
  testDocument({ x: 1, a: 3, out: 1 }, [
    ["x/0", "a/0", 1],
    ["x/0", "a/1", 1],
    ["x/0", "a/2", 1],
    ["a/0", "out/0", 1],
    ["a/1", "out/0", -7],
    ["a/2", "out/0", 2],
  ]),
);
const selection = { nodes: new Set(model.nodes.keys()), edges: new Set(model.edges.keys()), share: 1 };
const scene = buildScene(model, selection, new Set());
const node = (id: string) => ({ kind: "node" as const, id });
const go = (from: Parameters<typeof walk>[2], direction: Parameters<typeof walk>[3], shown = scene) =>
  walk(shown, model.ranks, from, direction, "out/0");
const column = model.ranks[1].core;

describe("walk", () => {
  it("follows the link with the largest share, whatever its sign", () => {
    expect(go(node("out/0"), "left")).toBe("a/1");
    expect(go(node("x/0"), "right")).toBe("a/1");
    expect(go(node("x/0"), "left")).toBeNull();
  });
  it("goes through a column from top to bottom and no further", () => {
    expect(column).toHaveLength(3);
    expect(go(node(column[0]), "down")).toBe(column[1]);
    expect(go(node(column[2]), "up")).toBe(column[1]);
    expect(go(node(column[0]), "up")).toBeNull();
  });
  it("passes over what is not shown", () => {
    const nodes = new Set([...selection.nodes].filter((id) => id !== column[1]));
    const fewer = buildScene(model, { ...selection, nodes }, new Set());
    expect(go(node(column[0]), "down", fewer)).toBe(column[2]);
    expect(go(node(column[1]), "down", fewer)).toBe("out/0");
  });
  it("begins at the class, and leaves an edge by its ends", () => {
    expect(go(null, "up")).toBe("out/0");
    expect(go({ kind: "layer", id: "a" }, "left")).toBe("out/0");
    const edge = { kind: "edge" as const, id: "a/2>out/0" };
    expect([go(edge, "left"), go(edge, "right")]).toEqual(["a/2", "out/0"]);
  });
});

describe("tidyRanks", () => {
  it("puts what is shown together and keeps every node in its rank", () => {
    const nodes = new Set(["x/0", "a/0", "a/2", "out/0"]);
    const edges = new Set(["x/0>a/0", "x/0>a/2", "a/0>out/0", "a/2>out/0"]);
    const ranks = tidyRanks(model, buildScene(model, { nodes, edges, share: 1 }, new Set()));
    expect([...ranks[1].core].sort()).toEqual(["a/0", "a/2"]);
    expect([...ranks[1].above, ...ranks[1].below]).toEqual(["a/1"]);
    expect(ranks.map(({ core }) => core.length)).toEqual([1, 2, 1]);
  });
});
