import { edgeKey } from "@gipfel/graph";
import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { buildGraphModel, byGradient } from "./graph-model.js";
import { buildScene } from "./scene.js";

/** image → a/0, a/1 → b/0, b/1 → class, and past b from a/0 to the class. */
const document = testDocument({ input: 1, a: 2, b: 2, out: 1 }, [
  ["input/0", "a/0", 1],
  ["input/0", "a/1", 1],
  ["a/0", "b/0", 3],
  ["a/1", "b/0", -1],
  ["a/1", "b/1", 2],
  ["a/0", "out/0", 2],
  ["b/0", "out/0", 4],
  ["b/1", "out/0", -4],
]);
const model = buildGraphModel(document);
const whole = { nodes: new Set(model.nodes.keys()), edges: new Set(model.edges.keys()), share: 1 };
const none = new Set<string>();

describe("buildScene", () => {
  it("draws the edges of a selection, with sign, part, share and strength", () => {
    const scene = buildScene(model, whole, none);
    expect(scene.byKey.get("b/1>out/0")).toMatchObject({ sign: -1, part: 0.4, strength: 1 });
    expect(scene.byKey.get("a/0>out/0")).toMatchObject({ sign: 1, part: 0.2, share: 0.2, strength: 0.5 });
    expect(scene.byKey.get("a/1>b/0")).toMatchObject({ part: 0.25, share: 0.1 });
    const some = buildScene(model, { ...whole, edges: new Set(["a/0>out/0"]) }, none);
    expect(some.links.map(({ key }) => key)).toEqual(["a/0>out/0"]);
  });

  it("leads across a hidden layer by share, without sign, and adds to the edges beside it", () => {
    const scene = buildScene(model, whole, new Set(["b"]));
    expect([...scene.nodes].some((id) => id.startsWith("b/"))).toBe(false);
    // Through b/0 and b/1: 0.4 · 1/4 + 0.4 · 1.
    expect(scene.byKey.get("a/1>out/0")).toMatchObject({ edge: null, sign: 0, unsure: false });
    expect(scene.byKey.get("a/1>out/0")!.share).toBeCloseTo(0.5, 12);
    // Beside b: 0.2, and through b/0: 0.4 · 3/4.
    expect(scene.byKey.get("a/0>out/0")).toMatchObject({ sign: 1, edge: { contribution: 2 } });
    expect(scene.byKey.get("a/0>out/0")!.share).toBeCloseTo(0.5, 12);
  });

  it("orders links from the weakest, and those of a node from the largest share", () => {
    const scene = buildScene(model, whole, none);
    const strengths = scene.links.map(({ strength }) => strength);
    expect(strengths).toEqual(strengths.toSorted((a, b) => a - b));
    expect(scene.incoming.get("out/0")?.map(edgeKey).at(-1)).toBe("a/0>out/0");
    expect(scene.outgoing.get("a/0")?.map(({ target }) => target)).toEqual(["b/0", "out/0"]);
  });
});

describe("byGradient", () => {
  it("weighs edges by gradients, without rest and without doubt, and moves nothing", () => {
    const uneven = structuredClone(document);
    for (const [i, edge] of uneven.edges.entries()) edge.gradient = i % 2 === 0 ? -3 : 1;
    for (const node of uneven.nodes) node.restActivation = 5;
    const contribution = buildGraphModel(uneven);
    const gradient = byGradient(contribution);
    expect(gradient.ranks).toBe(contribution.ranks);
    const link = gradient.links.find(({ key }) => key === "b/0>out/0")!;
    // Gradients into the class: 1, −3 and 1.
    expect(link).toMatchObject({ sign: -1, part: 0.6, unsure: false });
    const endings = gradient.endingShares;
    expect(endings.get("input")).toBeCloseTo(1, 12);
    expect(contribution.endingShares.get("out")).toBeCloseTo(5 / 15, 12);
    expect([...contribution.endingShares.values()].reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
  });
});
