import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { ClassMap, LayerActivations, parseAs } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import type { AnalysisOptions } from "../analysis-options.js";
import { similarClasses } from "../similar-classes.js";
import { type Analysis, analyse } from "../testing/analyse.js";
import { randomImages, randomNetwork } from "../testing/random-network.js";

const labels = [0, 1, 2, 0, 1, 0, 0, 2];

function analysed<T>(options: Partial<AnalysisOptions>, use: (analysis: Analysis) => Promise<T>): Promise<T> {
  const images = randomImages(labels.length, 4);
  return analyse({ network: randomNetwork(4), images, labels, options: { clusters: 3, ...options } }, use);
}

describe("the class map of an analysis", () => {
  it("has a place for each class in each hidden layer, the same in every run", async () => {
    const run = () =>
      analysed({}, async ({ document, folder }) => ({ document, text: await readFile(folder.classMap, "utf8") }));
    const [{ document, text }, again] = [await run(), await run()];
    expect(again.text).toBe(text);
    const map = parseAs(ClassMap, JSON.parse(text), "GRAPH_INVALID", "class map");
    expect(map.classes).toEqual(document.classes.map(({ id }) => id));
    const hidden = document.layers.filter(({ role }) => role === "hidden").map(({ id }) => id);
    expect(new Set(map.layers.map(({ layer }) => layer))).toEqual(new Set(hidden));
    for (const { points } of map.layers) expect(points).toHaveLength(map.classes.length);
  });

  it("is not made where classes have concepts of their own", () =>
    analysed({ scope: "class" }, async ({ folder }) => expect(existsSync(folder.classMap)).toBe(false)));
});

describe("similar classes", () => {
  it("are all classes, itself first, and similarity is mutual", () =>
    analysed({}, async ({ document, folder }) => {
      const last = document.layers.filter(({ role }) => role === "hidden").at(-1)!;
      const text = await readFile(folder.activations(last.id), "utf8");
      const activations = parseAs(LayerActivations, JSON.parse(text), "GRAPH_INVALID", "activations");
      const [zero, one] = ["0", "1"].map((id) => similarClasses(activations, id)) as [
        ReturnType<typeof similarClasses>,
        ReturnType<typeof similarClasses>,
      ];
      expect(zero[0]).toEqual({ class: "0", similarity: expect.closeTo(1, 9) });
      expect(zero).toHaveLength(3);
      expect(zero[1]!.similarity).toBeGreaterThanOrEqual(zero[2]!.similarity);
      const of = (list: typeof zero, id: string) => list.find((entry) => entry.class === id)!.similarity;
      expect(of(zero, "1")).toBeCloseTo(of(one, "0"), 12);
    }));
});
