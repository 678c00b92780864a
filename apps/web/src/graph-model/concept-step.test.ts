import type { GraphDocument } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import type { ConceptStep } from "../routing/concept-steps.js";
import { testDocument } from "../testing/test-document.js";
import { clusteringAfter, conceptsAfter, describeStep } from "./concept-step.js";
import { buildGraphModel } from "./graph-model.js";

/** Four concepts of two neurons each: 0 and 1, 2 and 3, 4 and 5, 6 and 7. */
const document = testDocument({ image: 1, conv: 4, logits: 1 }, []);
const names = new Map([
  ["conv/0", "wheels"],
  ["conv/3", "sky"],
]);
const model = { ...buildGraphModel(document), names };
const merge: ConceptStep = { kind: "merge", layer: "conv", concepts: [3, 1] };
const none = { layers: {}, names: {} };

/** As the service would regroup it. */
function after(step: ConceptStep): GraphDocument {
  const clustering = clusteringAfter(document, step);
  if (!clustering || !("concepts" in clustering)) throw new Error("no concepts");
  const [first, ...others] = document.nodes.filter(({ layer }) => layer === "conv");
  const kept = document.nodes.filter((node) => node !== first && !others.includes(node));
  return {
    ...document,
    nodes: [...kept, ...clustering.concepts.map((neurons, n) => ({ ...first, id: `conv/${n}`, neurons }))],
  };
}

describe("clusteringAfter", () => {
  it("asks for unions, for parts by their place, and for a number", () => {
    const concepts = [
      [0, 1],
      [2, 3, 6, 7],
      [4, 5],
    ];
    expect(clusteringAfter(document, merge)).toEqual({ concepts });
    expect(clusteringAfter(document, { kind: "split", layer: "conv", concept: 2 })).toMatchObject({
      split: { concept: 2, into: 2 },
    });
    expect(clusteringAfter(document, { kind: "find", layer: "conv", clusters: 6 })).toEqual({ clusters: 6 });
    expect(clusteringAfter(document, { kind: "name", layer: "conv", concept: 0, name: "x" })).toBeNull();
  });
  it.each<ConceptStep>([
    { kind: "merge", layer: "conv", concepts: [1, 1] },
    { kind: "merge", layer: "conv", concepts: [1, 9] },
    { kind: "split", layer: "other", concept: 0 },
    { kind: "name", layer: "conv", concept: 4, name: "x" },
  ])("refuses what the graph does not have: %j", (step) => {
    expect(() => clusteringAfter(document, step)).toThrow(/two concepts|no concept/);
  });
});

describe("conceptsAfter", () => {
  it("keeps names of concepts that stay, and lets go those of concepts that are gone", () => {
    const merged = after(merge);
    expect(conceptsAfter(merge, model, { ...none, names: { "dense/0": "fur" } }, merged)).toEqual({
      layers: {
        conv: {
          concepts: [
            [0, 1],
            [2, 3, 6, 7],
            [4, 5],
          ],
        },
      },
      names: { "conv/0": "wheels", "dense/0": "fur" },
    });
  });
  it("gives a name, and takes it away", () => {
    const step = { kind: "name", layer: "conv", concept: 2, name: "fur" } as const;
    const named = conceptsAfter(step, model, none, document);
    expect(named).toEqual({ layers: {}, names: { "conv/2": "fur" } });
    expect(conceptsAfter({ ...step, name: "" }, model, named, document)).toEqual(none);
  });
});

describe("describeStep", () => {
  it("calls concepts as the page does", () => {
    expect(describeStep(model, merge)).toBe("Merged sky and concept 1 of conv/Relu");
    expect(describeStep(model, { kind: "name", layer: "conv", concept: 0, name: "" })).toBe(
      "Took the name “wheels” away in conv/Relu",
    );
  });
});
