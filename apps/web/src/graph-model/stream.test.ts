import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { buildGraphModel } from "./graph-model.js";
import { buildScene } from "./scene.js";
import { streamOf } from "./stream.js";

/**
 *   x → a/0 → b/0 → class
 *   x → a/1 → b/1 → class,   a/0 → b/1
 */
const model = buildGraphModel(
  testDocument({ x: 1, a: 2, b: 2, out: 1 }, [
    ["x/0", "a/0", 1],
    ["x/0", "a/1", 1],
    ["a/0", "b/0", 1],
    ["a/0", "b/1", 1],
    ["a/1", "b/1", -3],
    ["b/0", "out/0", 2],
    ["b/1", "out/0", 6],
  ]),
);
const scene = (without: readonly string[] = []) =>
  buildScene(
    model,
    {
      nodes: new Set(model.nodes.keys()),
      edges: new Set([...model.edges.keys()].filter((key) => !without.includes(key))),
      share: 1,
    },
    new Set(),
  );
const streamFrom = (kind: "node" | "edge", id: string, without: readonly string[] = []) => {
  const { nodes, links } = streamOf(model.targetsFirst, scene(without), { kind, id });
  return { nodes: Object.fromEntries(nodes), links: Object.fromEntries([...links].map(([{ key }, w]) => [key, w])) };
};

describe("streamOf", () => {
  it("goes up and down from a node, not sideways, with the parts that come through", () => {
    const { nodes, links } = streamFrom("node", "a/0");
    // Half of nothing else: all of b/0, a quarter of b/1, and of the class 1/4 · 1 + 3/4 · 1/4.
    expect(nodes).toEqual({ "a/0": 1, "x/0": 1, "b/0": 1, "b/1": 0.25, "out/0": 0.4375 });
    expect(links).toMatchObject({ "x/0>a/0": 1, "a/0>b/1": 0.25, "b/1>out/0": 0.75 * 0.25 });
    expect(links).not.toHaveProperty("a/1>b/1");
  });

  it("conserves what arrives at the class on its way up", () => {
    const { nodes } = streamFrom("node", "out/0");
    expect(nodes["b/0"] + nodes["b/1"]).toBeCloseTo(1, 12);
    expect(nodes["a/0"] + nodes["a/1"]).toBeCloseTo(1, 12);
    expect(nodes["x/0"]).toBeCloseTo(1, 12);
  });

  it("goes up from the source and down from the target of a link", () => {
    const { nodes, links } = streamFrom("edge", "a/0>b/1");
    expect(nodes).toEqual({ "a/0": 1, "x/0": 1, "b/1": 0.25, "out/0": 0.1875 });
    expect(links["a/0>b/1"]).toBe(1);
  });

  it("does not go through what is not shown", () => {
    expect(streamFrom("node", "a/0", ["a/0>b/0"]).nodes).not.toHaveProperty("b/0");
    expect(streamFrom("node", "b/0", ["a/0>b/0"]).nodes).toEqual({ "b/0": 1, "out/0": 0.25 });
  });
});
