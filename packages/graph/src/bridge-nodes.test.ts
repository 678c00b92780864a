import { describe, expect, it } from "vitest";
import { AttributionIndex } from "./attribution-index.js";
import { bridgeNodes } from "./bridge-nodes.js";
import { edgeKey } from "./edge-key.js";
import { edgeShares, nodeShares } from "./share.js";
import { randomGraphDocument } from "./testing/random-graph.js";

const document = randomGraphDocument({ layers: 4, nodesPerLayer: 5, edges: 90, seed: 11 });
const index = new AttributionIndex(document);
const whole = { nodes: new Set(index.nodeIds) };

describe("bridgeNodes", () => {
  it("hides nothing where nothing is hidden", () => {
    expect(bridgeNodes(index, whole, () => false)).toEqual([]);
  });

  it("conserves mass: what arrives at every visible node is what arrived when all was visible", () => {
    const isHidden = (id: string) => /^layer[23]\//.test(id);
    const shares = nodeShares(index);
    const arrived = new Map<string, number>();
    const add = (id: string, mass: number) => arrived.set(id, (arrived.get(id) ?? 0) + mass);
    const direct = edgeShares(index);
    for (const edge of document.edges) {
      if (!isHidden(edge.source) && !isHidden(edge.target)) add(edge.source, direct.get(edgeKey(edge))!);
    }
    for (const { source, target, part } of bridgeNodes(index, whole, isHidden)) add(source, part * shares.get(target)!);
    for (const id of index.nodeIds.filter((one) => !isHidden(one) && !one.startsWith("logits"))) {
      expect(arrived.get(id) ?? 0).toBeCloseTo(shares.get(id)!, 12);
    }
  });

  it("follows the edges of the selection only", () => {
    const isHidden = (id: string) => id.startsWith("layer2/");
    const edges = new Set(index.edgeKeys.filter((key) => !key.includes("layer2/0")));
    for (const { source, target, part } of bridgeNodes(index, { ...whole, edges }, isHidden)) {
      expect(isHidden(source) || isHidden(target)).toBe(false);
      const all = bridgeNodes(index, whole, isHidden).find((one) => one.source === source && one.target === target);
      expect(part).toBeLessThanOrEqual(all!.part + 1e-15);
    }
    expect(bridgeNodes(index, { ...whole, edges: new Set() }, isHidden)).toEqual([]);
  });
});
