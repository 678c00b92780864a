import { describe, expect, it } from "vitest";
import { randomGraphDocument } from "./random-graph.js";

describe("randomGraphDocument", () => {
  const options = { layers: 3, nodesPerLayer: 6, edges: 90, seed: 1 };

  it("has the nodes and edges asked for, the same for the same seed only", () => {
    const document = randomGraphDocument(options);
    expect(document.nodes).toHaveLength(3 * 6 + 2);
    expect(document.edges).toHaveLength(90);
    expect(randomGraphDocument(options)).toEqual(document);
    expect(randomGraphDocument({ ...options, seed: 2 })).not.toEqual(document);
  });

  it("lets every node reach the logit and be reached", () => {
    const document = randomGraphDocument({ ...options, edges: 0 });
    const sources = new Set(document.edges.map((edge) => edge.source));
    const targets = new Set(document.edges.map((edge) => edge.target));
    for (const { id } of document.nodes) {
      expect(sources.has(id)).toBe(id !== "logits/0");
      expect(targets.has(id)).toBe(id !== "input/0");
    }
  });
});
