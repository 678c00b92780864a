/** The files of a finished analysis, as the service gives them. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Service } from "../service.js";
import { type AnalysedDemo, openAnalysedDemo } from "../testing/demo.js";
import { graphIn } from "../testing/read-text.js";

describe("results", () => {
  let demo: AnalysedDemo;
  let service: Service;
  let id: string;

  beforeAll(async () => {
    demo = await openAnalysedDemo(2, { layers: ["conv4"] });
    ({ service, id } = demo);
  });
  afterAll(() => demo.close());

  it("keeps what the network said of each image", async () => {
    const { classes } = await service.analyses.document(id);
    for (const { id: name, index, images, accuracy } of classes) {
      const whole = await service.results.predictions(id, name, { limit: 200 });
      expect(whole).toMatchObject({ kind: "softmax", next: null });
      expect(whole.items).toHaveLength(images);
      const right = whole.items.filter(({ predicted }) => predicted === index);
      expect(right.length / images).toBe(accuracy);
      for (const { probability, predictedProbability } of whole.items) {
        expect(probability!).toBeLessThanOrEqual(predictedProbability!);
      }
      expect(whole.histogram!.reduce((sum, count) => sum + count, 0)).toBe(images);
      const { items, next } = await service.results.predictions(id, name, { limit: 1 });
      const rest = await service.results.predictions(id, name, { limit: 200, cursor: next! });
      expect([...items, ...rest.items]).toEqual(whole.items);
    }
    await expect(service.results.predictions(id, "dog", { limit: 1 })).rejects.toMatchObject({
      code: "GRAPH_NOT_FOUND",
    });
  });

  it("says which of its files is damaged, and gives the others", async () => {
    const files = await service.store.analyses.files(id);
    const artifact = await service.store.artifacts.get(files.find(({ path }) => path === "graphs/owl.json")!.hash);
    const whole = await readFile(artifact!.path);
    const graph = () => graphIn(service.results.graph(id, "owl", { quantity: "contribution" }));
    for (const damage of [Buffer.from(whole.toString().replace("owl", "own")), whole.subarray(1)]) {
      await writeFile(artifact!.path, damage);
      await expect(graph()).rejects.toMatchObject({
        code: "STORE_CORRUPT",
        message: expect.stringContaining("graphs/owl.json"),
      });
    }
    await rm(artifact!.path);
    await expect(graph()).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    await graphIn(service.results.graph(id, "cat", { quantity: "contribution" }));
    await writeFile(artifact!.path, whole);
    expect((await graph()).class.name).toBe("owl");
  });
});
