/** What is asked of a finished analysis beyond its graphs. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { readNpy } from "@gipfel/dataset";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Service } from "./service.js";
import { type AnalysedDemo, openAnalysedDemo, until } from "./testing/demo.js";
import { graphIn } from "./testing/read-text.js";

describe("a finished analysis", () => {
  let demo: AnalysedDemo;
  let service: Service;
  let id: string;

  beforeAll(async () => {
    demo = await openAnalysedDemo(2);
    ({ service, id } = demo);
  });
  afterAll(() => demo.close());

  it("compares classes by their concepts", async () => {
    const graph = await graphIn(service.results.graph(id, "cat", { quantity: "contribution" }));
    const hidden = graph.layers.filter(({ role }) => role === "hidden");
    const { layer, classes, dataset } = await service.classResults.activations(id, hidden[0]!.id);
    expect([layer, classes.length]).toEqual([hidden[0]!.id, 10]);
    const node = graph.nodes.find((one) => one.layer === layer)!;
    const own = classes.find((one) => one.id === "cat")!;
    expect(own.mean[own.nodes.indexOf(node.id)]).toBeCloseTo(node.meanActivation, 5);
    const shown = await service.results.node(id, "cat", node.id, {});
    expect(shown.datasetExamples).toEqual(dataset!.examples[dataset!.nodes.indexOf(node.id)]);
    expect(shown.datasetExamples![0]!.activation).toBeGreaterThanOrEqual(node.examples[0]!.activation);
    const map = await service.classResults.map(id);
    expect([map.method, map.layers.length, map.classes]).toEqual(["pca", hidden.length, classes.map((one) => one.id)]);
    const similar = await service.classResults.similar(id, "2", {});
    expect(similar.layer).toBe(hidden.at(-1)!.id);
    expect(similar.classes[0]).toEqual({ class: "cat", similarity: expect.closeTo(1, 6) });
    await expect(service.classResults.activations(id, "../secret")).rejects.toMatchObject({ code: "LAYER_UNKNOWN" });
    await expect(service.classResults.similar(id, "dog", {})).rejects.toMatchObject({ code: "GRAPH_NOT_FOUND" });
  });

  it("traces images of the data set and uploaded ones through the graph of a class", async () => {
    const pathOf = async (request: { image?: number; uploadId?: string }) => {
      const made = await service.studies.createPath(id, "2", request);
      expect(made).toMatchObject({ analysisId: id, classId: "cat", request, document: null });
      const ready = await until(
        () => service.studies.showPath(id, made.id),
        ({ status }) => status === "finished" || status === "failed",
      );
      expect(ready).toMatchObject({ status: "finished", error: null });
      return ready;
    };
    const graph = await graphIn(service.results.graph(id, "cat", { quantity: "contribution" }));
    const { document } = await pathOf({ image: 5 });
    expect(document!.nodes.map((node) => node.id)).toEqual(graph.nodes.map((node) => node.id));
    expect(document!.predictions).toHaveLength(10);
    for (const { kind, completenessResidual } of document!.segments) {
      if (kind === "exact") expect(completenessResidual ?? 0).toBeLessThan(1e-3);
    }
    const bytes = await readFile(join(demo.dataRoot, "images", "cat", "0000.png"));
    const { id: uploadId } = await service.explanations.upload(Readable.from([bytes]));
    const uploaded = await pathOf({ uploadId });
    const first = graph.nodes.flatMap(({ examples }) => examples)[0]!.image;
    const own = [await pathOf({ image: first }), await pathOf({ image: 4 })];
    expect(own.map((path) => path.document!.logit)).toContain(uploaded.document!.logit);
    const refusals = [
      [{}, "OPTION_INVALID"],
      [{ image: 1, uploadId }, "OPTION_INVALID"],
      [{ image: 20 }, "IMAGE_NOT_FOUND"],
      [{ uploadId: "nothing" }, "UPLOAD_NOT_FOUND"],
    ] as const;
    for (const [request, code] of refusals) {
      await expect(service.studies.createPath(id, "cat", request)).rejects.toMatchObject({ code });
    }
    await service.studies.removePath(id, uploaded.id);
    await expect(service.studies.showPath(id, uploaded.id)).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
  });

  it("finds the images behind edges once they are asked for", async () => {
    const { edges } = await graphIn(service.results.graph(id, "cat", { quantity: "contribution" }));
    const { source, target, contribution, images } = edges[0]!;
    const ask = () => service.results.edge(id, "cat", { source, target, top: 1 });
    expect((await ask()).images).toBeNull();
    expect(await service.studies.findEdgeImages(id, "cat")).toMatchObject({ error: null });
    await until(
      () => service.studies.findEdgeImages(id, "cat"),
      ({ status }) => status === "finished",
    );
    const found = (await ask()).images!;
    expect(found).toHaveLength(images);
    const mean = found.reduce((sum, image) => sum + image.contribution, 0) / images;
    expect(Math.abs(mean - contribution)).toBeLessThan(1e-4 * Math.abs(contribution));
  });

  it("shows where the images of a class are looked at", async () => {
    const { modelId, datasetId } = demo.subject;
    const images = [5, 1];
    const request = { modelId, datasetId, images, method: "saliency", target: "2", preprocess: "unit" } as const;
    const made = await service.explanations.create(request);
    const early = service.explanations.mean(made.id, { format: "npy" });
    await expect(early).rejects.toMatchObject({ code: "STATE_CONFLICT" });
    await until(
      () => service.explanations.show(made.id),
      ({ status }) => status === "finished",
    );
    const values = async (file: Promise<Buffer>) => readNpy(await file);
    const maps = await Promise.all(
      [0, 1].map((n) => values(service.explanations.result(made.id, n, { format: "npy" }))),
    );
    const mean = await values(service.explanations.mean(made.id, { format: "npy" }));
    expect(mean.shape).toEqual([64, 64]);
    const at = (map: (typeof maps)[number], c: number, p: number) => Number(map.data[c * 4096 + p]);
    for (const p of [0, 1000, 2080, 4095]) {
      const amounts = maps.map((map) =>
        Math.abs([...Array(map.shape[0]).keys()].reduce((sum, c) => sum + at(map, c, p), 0)),
      );
      expect(Number(mean.data[p])).toBeCloseTo((amounts[0]! + amounts[1]!) / 2, 5);
    }
    expect((await service.explanations.mean(made.id, { format: "png" })).toString("latin1", 1, 4)).toBe("PNG");
  });
});

describe("a finished analysis whose classes have nodes of their own", () => {
  it("compares no classes and says why, but tells of activations, paths and heat maps", async () => {
    const { service, id, subject, close } = await openAnalysedDemo(1, { scope: "class", classes: ["cat", "0"] });
    try {
      await expect(service.classResults.map(id)).rejects.toMatchObject({ code: "RERUN_NEEDED" });
      await expect(service.classResults.similar(id, "cat", {})).rejects.toMatchObject({ code: "RERUN_NEEDED" });
      const { layers, nodes } = await graphIn(service.results.graph(id, "cat", { quantity: "contribution" }));
      const hidden = layers.find(({ role }) => role === "hidden")!.id;
      const own = nodes.filter(({ layer }) => layer === hidden).map((node) => node.id);
      const { classes, dataset } = await service.classResults.activations(id, hidden);
      expect(classes.find((one) => one.id === "cat")!.nodes).toEqual(own);
      expect(dataset).toBeNull();
      const made = await service.studies.createPath(id, "cat", { image: 0 });
      const path = await until(
        () => service.studies.showPath(id, made.id),
        ({ status }) => status === "finished" || status === "failed",
      );
      const node = path.document!.nodes.find((one) => one.id === own[0])!;
      expect([node.ofClass === null, node.ofDataset]).toEqual([false, null]);
      const { id: explanation } = await service.explanations.create({
        ...{ ...subject, images: [0], method: "saliency", target: own[0]!, preprocess: "unit" },
        ...{ analysisId: id, graphClass: "cat" },
      });
      expect(
        await until(
          () => service.explanations.show(explanation),
          ({ status }) => status === "finished" || status === "failed",
        ),
      ).toMatchObject({ status: "finished", results: [{ document: { target: { name: own[0] } } }] });
    } finally {
      await close();
    }
  });
});
