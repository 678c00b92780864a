import { describe, expect, it } from "vitest";
import { testDocument } from "../testing/test-document.js";
import { buildGraphModel } from "./graph-model.js";
import { examplesOf } from "./node-examples.js";

const document = testDocument({ input: 1, a: 1, b: 2, out: 1 }, [["a/0", "out/0", 1]]);
document.layers[0].size = [20, 30];
const example = (image: number) => ({ image, box: [0, 0, 5, 5] as [number, number, number, number], activation: 1 });
const images: Record<string, number[]> = { "a/0": [1, 2], "b/0": [3], "b/1": [4, 3] };
for (const node of document.nodes) node.examples = (images[node.id] ?? []).map(example);
for (const node of document.nodes) if (node.id === "b/1") node.share = 0.9;
const model = buildGraphModel(document);
const of = (id: string) => examplesOf(model, model.nodes.get(id)!);

describe("examplesOf", () => {
  it("gives a concept its own", () => {
    expect(of("b/1")).toEqual([example(4), example(3)]);
  });
  it("gives the image and the class whole images, those of the strongest late concepts first, each once", () => {
    for (const id of ["input/0", "out/0"]) {
      expect(of(id).map(({ image }) => image)).toEqual([4, 3, 1, 2]);
      expect(of(id).every(({ box }) => box.join() === "0,0,30,20")).toBe(true);
    }
  });
});
