import type { ImagePathDocument, Standing } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { buildGraphModel } from "../../../../graph-model/graph-model.js";
import { testDocument } from "../../../../testing/test-document.js";
import { testPath } from "../../../../testing/test-path.js";
import { unusualConcepts } from "./unusual-concepts.js";

const document = testDocument({ input: 1, a: 4, out: 1 }, [
  ["input/0", "a/0", 1],
  ["a/0", "out/0", 1],
]);
const model = buildGraphModel(document);
const path = (standings: Readonly<Record<string, Standing>>): ImagePathDocument => {
  const whole = testPath(document, []);
  return { ...whole, nodes: whole.nodes.map((node) => ({ ...node, ofClass: standings[node.id] ?? null })) };
};

describe("unusualConcepts", () => {
  it("lists what is far from the mean, the farthest first, and nothing else", () => {
    const found = unusualConcepts(
      model,
      path({
        "a/0": { score: 1.6, level: 0.9 },
        "a/1": { score: 4, level: 1 },
        "a/2": { score: -2, level: 0 },
        "a/3": { score: 0.2, level: 0.5 },
        "out/0": { score: 9, level: 1 },
      }),
      "ofClass",
    );
    expect(found?.strong.map(({ node }) => node.id)).toEqual(["a/1", "a/0"]);
    expect(found?.absent.map(({ node }) => node.id)).toEqual(["a/2"]);
  });

  it("knows nothing where no image is known, or none differs", () => {
    expect(unusualConcepts(model, path({}), "ofClass")).toBeNull();
    expect(unusualConcepts(model, path({ "a/0": { score: null, level: 0.5 } }), "ofClass")).toBeNull();
    expect(unusualConcepts(model, path({ "a/0": { score: 4, level: 1 } }), "ofDataset")).toBeNull();
  });
});
