/** What the service finds out while a caller waits. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { PreprocessingChoice } from "@gipfel/contracts";
import { inspectModel } from "@gipfel/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Service } from "../service.js";
import { demoSettings, ended, openPreparedDemo, type PreparedDemo, until } from "../testing/demo.js";
import { demoModel } from "../testing/part-world.js";
import { unsupportedModel } from "../testing/unsupported-model.js";

const page = { limit: 50 };

describe("the service", () => {
  let demo: PreparedDemo;
  let service: Service;
  let subject: PreparedDemo["subject"];

  beforeAll(async () => {
    demo = await openPreparedDemo(2);
    ({ service, subject } = demo);
  });
  afterAll(() => demo.close());

  it("plans a model for the settings that are asked for, as the pipeline does", async () => {
    const query = { layers: "auto", baseline: "zero", edgeMethod: "integrated-gradients" } as const;
    const plan = await service.models.inspect(subject.modelId, query);
    const { layers, segments } = await inspectModel(demoModel().model, { ...query, target: null });
    const shown = segments.map(({ passes: _, ...segment }) => segment);
    expect(plan).toMatchObject({ layers, segments: shown, input: [3, 64, 64] });
    expect(plan.allLayers).toBeGreaterThanOrEqual(layers.length);
    expect(plan.preprocessing.assumed).toBe("unit");
    const names = plan.preprocessing.presets.map(({ name }) => name);
    expect(names).toContain("imagenet");
    expect(names).not.toContain("mnist");
    const some = await service.models.inspect(subject.modelId, { ...query, layers: "stem,conv4" });
    expect(some.layers.filter(({ role }) => role === "hidden").map(({ name }) => name)).toEqual(["stem", "conv4"]);
    expect(some.segments.some(({ kind }) => kind === "quadrature")).toBe(true);
    await expect(service.models.inspect(subject.modelId, { ...query, layers: "nowhere" })).rejects.toMatchObject({
      code: "LAYER_UNKNOWN",
    });
    await expect(service.models.inspect(subject.modelId, { ...query, target: "nowhere" })).rejects.toMatchObject({
      code: "TARGET_UNKNOWN",
    });
  });

  it("names the operations that keep a model from being read", async () => {
    const { id: unread } = await service.models.upload(Readable.from([unsupportedModel("Sin", "Cos")]), {
      name: "odd",
    });
    const refused = await until(
      () => service.models.show(unread),
      ({ status }) => status !== "checking",
    );
    expect(refused).toMatchObject({ status: "refused", error: { code: "MODEL_UNSUPPORTED" } });
    expect(refused.unsupported).toEqual(["Sin", "Cos"]);
    const query = { layers: "all", baseline: "zero", edgeMethod: "integrated-gradients" } as const;
    await expect(service.models.inspect(unread, query)).rejects.toMatchObject({ code: "STATE_CONFLICT" });
    await service.models.remove(unread);
  });

  it("lists the images of a data set, page by page, of one class or of all", async () => {
    const list = async (query: { class?: string }) => {
      const items: { index: number; name: string; class: string }[] = [];
      let cursor: string | undefined;
      do {
        const found = await service.datasets.images(subject.datasetId, { limit: 7, cursor, ...query });
        items.push(...found.items);
        cursor = found.next ?? undefined;
        expect(found.total).toBe("class" in query ? 2 : 20);
      } while (cursor !== undefined);
      return items;
    };
    const all = await list({});
    expect(all.map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    for (const { name, class: folder } of all) expect(name.startsWith(`${folder}/`)).toBe(true);
    expect(await list({ class: "cat" })).toEqual(all.filter((image) => image.class === "cat"));
    await expect(list({ class: "dog" })).rejects.toMatchObject({ code: "LABELS_INVALID" });
  });

  it("estimates analyses from the plan, and then from one that was like it; names images that were skipped", async () => {
    await mkdir(join(demo.dataRoot, "few", "cat"), { recursive: true });
    const image = await readFile(join(demo.dataRoot, "images", "cat", "0000.png"));
    for (const name of ["a", "b"]) await writeFile(join(demo.dataRoot, "few", "cat", `${name}.png`), image);
    await writeFile(join(demo.dataRoot, "few", "cat", "c.png"), "no picture");
    const { id: datasetId } = await service.datasets.register({ path: "few" });
    const settings = { ...(await demoSettings()), layers: ["stem", "conv4"], clusters: 2 };
    const request = { modelId: subject.modelId, datasetId, settings };
    const first = await service.analyses.estimate(request);
    expect(first).toMatchObject({ images: 3, classes: 1, passes: 2, basis: { kind: "calibration" } });
    expect(first.segments.quadrature).toBeGreaterThan(0);
    expect(first.seconds).toBeGreaterThan(0);
    const { id: made } = await service.analyses.create(request);
    expect(await ended(service, made)).toMatchObject({ status: "finished", skipped: 1 });
    const skipped = await service.analyses.skipped(made, page);
    expect(skipped).toMatchObject({ items: [{ image: "cat/c.png" }], next: null });
    expect(skipped.items).toEqual((await service.analyses.document(made)).skippedImages);
    const { timings } = (await service.store.analyses.find(made))!;
    const again = await service.analyses.estimate({ ...request, settings: { ...settings, seed: 5 } });
    expect(again.basis).toMatchObject({ kind: "earlier", analysisId: made, images: 2 });
    const { collect = 0, edges = 0, ...others } = timings!;
    const fixed = Object.values(others).reduce((sum, seconds) => sum + seconds, 0);
    expect(again.seconds).toBeCloseTo(((collect + edges) * 3) / 2 + fixed, 6);
    const other = await service.analyses.estimate({ ...request, settings: { ...settings, clusters: 3 } });
    expect(other.basis.kind).toBe("calibration");
    await expect(
      service.analyses.estimate({ ...request, settings: { ...settings, layers: ["nowhere"] } }),
    ).rejects.toMatchObject({ code: "LAYER_UNKNOWN" });
    await service.analyses.remove(made);
    await service.datasets.remove(datasetId);
  });

  it("refuses a preprocessing that does not fit the network before anything runs", async () => {
    const create = (preprocess: PreprocessingChoice) =>
      service.analyses.create({ ...subject, settings: { preprocess } });
    await expect(create("mnist")).rejects.toMatchObject({ code: "SHAPE_MISMATCH" });
    await expect(create({ crop: 65 })).rejects.toMatchObject({
      code: "PREPROCESSING_INVALID",
      message: expect.stringContaining("[64, 64]"),
    });
  });
});
