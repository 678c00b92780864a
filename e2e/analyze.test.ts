/** An analysis of the demo network from the command line: the same bytes every time, and graphs that add up. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnalysisDocument, type GraphDocument, parseGraphDocument } from "../packages/contracts/src/index.js";
import { readNpy } from "../packages/dataset/src/index.js";
import { shareOf } from "../packages/graph/src/index.js";
import { demoModel } from "../packages/partworld/src/index.js";
import { demoArguments, drawImages } from "./testing/demo-data.js";
import { filesBelow, fingerprint, type Outcome, run, summaryOf } from "./testing/program.js";

const imagesPerClass = 6;
let folder: string;
let out: string;
let outcome: Outcome;
let document: AnalysisDocument;
let graphs: GraphDocument[];

const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gipfel-analyze-"));
  const data = await drawImages(folder, imagesPerClass);
  out = join(folder, "first");
  outcome = await run(...demoArguments(data, out, "--batch", "4", "--json"));
  if (outcome.code !== 0) throw new Error(outcome.stderr);
  document = read(join(out, "analysis.json")) as AnalysisDocument;
  graphs = document.classes.map(({ id }) => parseGraphDocument(read(join(out, "graphs", `${id}.json`))));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("an analysis of the demo network", () => {
  it("recognises fresh images", () => {
    const correct = document.classes.reduce((sum, { images, accuracy }) => sum + images * accuracy!, 0);
    const images = document.classes.reduce((sum, own) => sum + own.images, 0);
    expect(images).toBe(document.classes.length * imagesPerClass);
    expect(correct / images).toBeGreaterThanOrEqual(0.97);
  });

  it("is exact in every segment", () => {
    for (const { kind, completenessResidual, steps } of document.segments) {
      expect(kind).toBe("exact");
      expect(steps).toBe(0);
      expect(completenessResidual).toBeLessThan(1e-4);
    }
  });

  it("gives every graph the share 1", () => {
    for (const graph of graphs) {
      const nodes = new Set(graph.nodes.map(({ id }) => id));
      expect(shareOf(graph, { nodes })).toBeCloseTo(1, 9);
    }
  });

  it("gives graphs whose flow and rest add up to the output's", () => {
    for (const { layers, nodes } of graphs) {
      const role = new Map(layers.map((layer) => [layer.id, layer.role]));
      const parts = (of: string) => nodes.filter(({ layer }) => role.get(layer) === of);
      const sum = (values: readonly (number | null)[]) => values.reduce<number>((total, value) => total + value!, 0);
      const [output] = parts("output");
      const explained = sum(parts("input").map(({ flow }) => flow)) + sum(parts("hidden").map(({ rest }) => rest));
      const scale = nodes.reduce((total, { flow }) => Math.max(total, Math.abs(flow!)), 0);
      expect(Math.abs(output!.flow! - output!.rest! - explained)).toBeLessThan(1e-4 * scale);
    }
  });

  it("gives graphs whose edges into a node are what the node does beyond its rest", () => {
    for (const { layers, nodes, edges, class: of } of graphs) {
      const layerOf = new Map(layers.map((layer) => [layer.id, layer]));
      for (const node of nodes) {
        const { role, size } = layerOf.get(node.layer)!;
        if (role === "input") continue;
        const into = edges
          .filter(({ target }) => target === node.id)
          .reduce((sum, { contribution }) => sum + contribution, 0);
        const whole = role === "output" ? of.logit : node.meanActivation * node.neurons.length * size[0] * size[1];
        expect(Math.abs(whole - node.restActivation - into)).toBeLessThan(
          1e-4 * (Math.abs(whole) + Math.abs(node.restActivation)),
        );
      }
    }
  });

  it("writes the pair matrices that it lists, of which the edges are sums", () => {
    for (const [i, { id }] of document.classes.entries()) {
      for (const { source, target, columns } of document.pairs) {
        const { shape, data } = readNpy(readFileSync(join(out, "pairs", id, `${source}--${target}.contribution.npy`)));
        const total = Array.from(data, Number).reduce((sum, value) => sum + value, 0);
        const own = graphs[i]!.edges.filter(
          (edge) => edge.source.startsWith(`${source}/`) && edge.target.startsWith(`${target}/`),
        );
        const layer = (name: string) => document.layers.find((candidate) => candidate.id === name)!;
        expect(shape).toEqual([layer(source).neurons, columns === "class" ? 1 : layer(target).neurons]);
        const edges = own.reduce((sum, { contribution }) => sum + contribution, 0);
        const scale = own.reduce((sum, { contribution }) => sum + Math.abs(contribution), 0);
        expect(Math.abs(total - edges)).toBeLessThan(1e-5 * scale);
      }
    }
  });

  it("leaves results alone behind", () => {
    const parts = ["graphs", "pairs", "neurons", "profiles", "activations", "predictions", "images"];
    const result = new RegExp(`^(analysis|timings|sources|class-map)\\.json$|^(${parts.join("|")})/`);
    expect(filesBelow(out).filter((name) => !result.test(name))).toEqual([]);
  });

  it("says where model and images were, by the hashes that the results know them by", () => {
    const { model, dataset } = document;
    expect(read(join(out, "sources.json"))).toMatchObject({
      model: { path: demoModel().model, hash: model.hash },
      dataset: { path: join(folder, "images"), hash: dataset.hash },
      labels: read(demoModel().labels),
    });
  });

  it("ends its JSON lines with a summary", () => {
    expect(summaryOf(outcome)).toMatchObject({ type: "summary", out, images: document.dataset.images, skipped: 0 });
    expect(outcome.stderr).toBe("");
  });

  it("writes the same bytes when run again", async () => {
    const again = join(folder, "second");
    await run(...demoArguments(join(folder, "images"), again, "--batch", "4"));
    expect(fingerprint(again)).toEqual(fingerprint(out));
  });
});
