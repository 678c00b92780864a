import type { GraphDocument } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { orderAround } from "./rank-order.js";

/** Three layers of five nodes, every node joined to the next layer's node of the same number, crosswise to the others. */
const ids = (layer: string) => Array.from({ length: 5 }, (_, n) => `${layer}/${n}`);
const document: GraphDocument = testDocument({ input: 1, a: 5, b: 5, out: 1 }, [
  ...ids("a").map((target) => ["input/0", target, 1] as const),
  ...ids("a").flatMap((source, i) => ids("b").map((target, j) => [source, target, i + j === 4 ? 9 : 1] as const)),
  ...ids("b").map((source) => [source, "out/0", 1] as const),
]);

describe("orderAround", () => {
  const core = { nodes: new Set(["out/0", "b/0", "b/4", "a/0", "a/4"]) };
  const order = orderAround(document, [core, { nodes: new Set([...core.nodes, "a/1"]) }]);

  it("has every node once, in the rank of its layer", () => {
    const ranks = order.map(({ above, core: inner, below }) => [...above, ...inner, ...below].sort());
    expect(ranks).toEqual([["input/0"], ids("a"), ids("b"), ["out/0"]]);
  });
  it("keeps the core together, with about as many others above as below", () => {
    expect(order.map((rank) => [...rank.core].sort())).toEqual([[], ["a/0", "a/4"], ["b/0", "b/4"], ["out/0"]]);
    for (const { above, below } of order) expect(Math.abs(above.length - below.length)).toBeLessThanOrEqual(1);
  });
  it("puts what a larger selection adds next to the core", () => {
    const { above, below } = order[1];
    expect([above.at(-1), below[0]]).toContain("a/1");
  });
  it("uncrosses the strong edges of the core", () => {
    expect(
      order[1].core.map((id) => Number(id.slice(2)) + Number(order[2].core[order[1].core.indexOf(id)].slice(2))),
    ).toEqual([4, 4]);
  });
});
