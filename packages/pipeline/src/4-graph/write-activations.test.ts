import { readFile } from "node:fs/promises";
import { type GraphNode, LayerActivations, parseAs } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import type { AnalysisOptions } from "../analysis-options.js";
import { type Analysis, analyse } from "../testing/analyse.js";
import { randomImages, randomNetwork } from "../testing/random-network.js";

const labels = [0, 1, 2, 0, 1, 0, 0, 2];

function analysed<T>(options: Partial<AnalysisOptions>, use: (analysis: Analysis) => Promise<T>): Promise<T> {
  const images = randomImages(labels.length, 4);
  return analyse({ network: randomNetwork(4), images, labels, options: { clusters: 2, ...options } }, use);
}

async function layersOf({ document, folder }: Analysis): Promise<LayerActivations[]> {
  const hidden = document.layers.filter(({ role }) => role === "hidden");
  expect(hidden.length).toBeGreaterThan(2);
  const texts = hidden.map(({ id }) => readFile(folder.activations(id), "utf8"));
  return (await Promise.all(texts)).map((text) =>
    parseAs(LayerActivations, JSON.parse(text), "GRAPH_INVALID", "activations"),
  );
}

describe.each(["dataset", "class"] as const)("activations with scope %s", (scope) => {
  it("of a class have the mean activations of its graph, in the graph's order", () =>
    analysed({ scope }, async (analysis) => {
      for (const { layer, classes } of await layersOf(analysis)) {
        expect(classes.map(({ id }) => id)).toEqual(analysis.document.classes.map(({ id }) => id));
        for (const { id, images, nodes, mean } of classes) {
          const own = analysis.graphs.get(id)!.nodes.filter((node: GraphNode) => node.layer === layer);
          expect(nodes).toEqual(own.map((node) => node.id));
          expect(images).toBe(labels.filter((label) => String(label) === id).length);
          own.forEach(({ meanActivation }, n) => {
            expect(mean[n]).toBeCloseTo(meanActivation, 5);
          });
        }
      }
    }));
});

describe("activations of the whole data set", () => {
  it("are those of its classes together: mean, variance within and between, extremes", () =>
    analysed({}, async (analysis) => {
      for (const { classes, dataset } of await layersOf(analysis)) {
        const { images, nodes, mean, deviation, quantiles } = dataset!;
        expect(images).toBe(labels.length);
        nodes.forEach((_, n) => {
          const weighted = (f: (own: (typeof classes)[number]) => number) =>
            classes.reduce((sum, own) => sum + own.images * f(own), 0) / images;
          expect(mean[n]).toBeCloseTo(
            weighted((own) => own.mean[n]!),
            6,
          );
          const variance = weighted((own) => own.deviation[n]! ** 2 + (own.mean[n]! - mean[n]!) ** 2);
          expect(deviation[n]! ** 2).toBeCloseTo(variance, 6);
          expect(quantiles[n]![0]).toBe(Math.min(...classes.map((own) => own.quantiles[n]![0]!)));
          expect(quantiles[n]!.at(-1)).toBe(Math.max(...classes.map((own) => own.quantiles[n]!.at(-1)!)));
        });
      }
    }));

  it("show the strongest images of all classes", () =>
    analysed({}, async (analysis) => {
      for (const { dataset } of await layersOf(analysis)) {
        dataset!.nodes.forEach((id, n) => {
          const ofClasses = [...analysis.graphs.values()].flatMap(
            ({ nodes }) => nodes.find((node) => node.id === id)!.examples,
          );
          const amounts = ofClasses.map(({ activation }) => activation).sort((a, b) => b - a);
          expect(dataset!.examples[n]!.map(({ activation }) => activation)).toEqual(amounts.slice(0, 9));
          expect(new Set(dataset!.examples[n]!.map(({ image }) => image)).size).toBe(dataset!.examples[n]!.length);
        });
      }
    }));

  it("are not told where classes have nodes of their own", () =>
    analysed({ scope: "class" }, async (analysis) => {
      for (const { dataset } of await layersOf(analysis)) expect(dataset).toBeNull();
    }));
});
