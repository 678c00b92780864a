/** Analysis folders whose model and images are where they were: they can be asked what any other analysis can. */
import { cp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { defaultOptions, prepareAnalysis, runAnalysis, writeSources } from "@gipfel/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Service } from "../service.js";
import { type Demo, openDemo, until, withDemo } from "../testing/demo.js";
import { demoModel } from "../testing/part-world.js";
import { graphIn } from "../testing/read-text.js";
import type { FolderToOpen } from "./opened-folder.js";

const settled = (status: string) => status === "finished" || status === "failed";

describe("an analysis folder", () => {
  let demo: Demo;
  let results: string;
  let images: string;
  let service: Service;
  let id: string;
  let done: () => void;
  let closed: Promise<void>;

  const open = async (folder: Partial<FolderToOpen> = {}) => {
    service = await openDemo(demo, { folders: [{ id: "results", path: results, ...folder }] });
    return service.folders[0]!;
  };
  const again = async (folder: Partial<FolderToOpen> = {}) => {
    await service.close();
    return open(folder);
  };

  beforeAll(async () => {
    await new Promise<void>((ready, fail) => {
      closed = withDemo(2, async (made) => {
        demo = made;
        results = join(demo.folder, "results");
        images = join(demo.folder, "images");
        await rename(join(demo.dataRoot, "images"), images);
        const { model, labels, preprocessing } = demoModel();
        const paths = { model, labels, preprocess: preprocessing, data: images };
        const prepared = await prepareAnalysis(paths, { ...defaultOptions, clusters: 3, threads: 1 });
        await runAnalysis(prepared, results, false);
        await writeSources(results, prepared, paths);
        const opened = await open();
        expect(opened.readOnly).toBeNull();
        id = opened.analysisId;
        const held = new Promise<void>((resolve) => {
          done = resolve;
        });
        ready();
        await held;
      });
      closed.catch(fail);
    });
  });
  afterAll(async () => {
    await service.close();
    done();
    await closed;
  });

  it("is listed first, once, under its own name, with a model that is ready", async () => {
    const { items } = await service.results.list({ limit: 10 });
    expect(items.map(({ id, name }) => [id, name])).toEqual([[id, "results"]]);
    expect((await service.analyses.list({ limit: 10 })).items.map(({ id }) => id)).toEqual([id]);
    expect((await service.models.list({ limit: 10 })).items).toMatchObject([{ status: "ready" }]);
    const [dataset] = (await service.datasets.list({ limit: 10 })).items;
    expect(dataset).toMatchObject({ images: 20, path: "images" });
    expect((await service.datasets.thumbnail(dataset!.id, 0)).length).toBeGreaterThan(100);
  });

  it("explains images by its nodes", async () => {
    const { modelId, datasetId, settings } = await service.analyses.show(id);
    const { layers } = await service.analyses.document(id);
    const layer = layers.find(({ role }) => role === "hidden")!.id;
    const { preprocess } = settings;
    const method = "gradient-x-input" as const;
    const request = { modelId, datasetId, analysisId: id, images: [3], method };
    const created = await service.explanations.create({ ...request, target: `${layer}/0`, preprocess });
    const explained = await until(
      () => service.explanations.show(created.id),
      ({ status }) => settled(status),
    );
    expect(explained).toMatchObject({ status: "finished", error: null, results: [{ image: "3" }] });
  });

  it("traces an image of one's own, and finds the images behind edges", async () => {
    const [group] = await readdir(images);
    const [image] = await readdir(join(images, group!));
    const bytes = await readFile(join(images, group!, image!));
    const upload = await service.explanations.upload(Readable.from([bytes]));
    const path = await service.studies.createPath(id, "0", { uploadId: upload.id });
    const traced = await until(
      () => service.studies.showPath(id, path.id),
      ({ status }) => settled(status),
    );
    expect(traced.error).toBeNull();
    expect(traced.document?.nodes.length).toBeGreaterThan(0);
    const search = await until(
      () => service.studies.findEdgeImages(id, "0"),
      ({ status }) => settled(status),
    );
    expect(search).toMatchObject({ status: "finished", error: null });
    const { edges } = await graphIn(service.results.graph(id, "0", { quantity: "contribution" }));
    const { images: behind } = await service.results.edge(id, "0", { ...edges[0]!, top: 1 });
    expect(behind?.length).toBeGreaterThan(0);
  });

  it("keeps names, notes and views when it is served again, and is the same analysis", async () => {
    const [first] = (await graphIn(service.results.graph(id, "0", { quantity: "contribution" }))).nodes;
    await service.annotations.put(id, first!.id, { name: "wheels", note: "round" });
    await service.views.create(id, { name: "mine", content: { layers: {}, names: {}, page: "" } });
    expect(await again()).toMatchObject({ analysisId: id, readOnly: null });
    expect((await service.annotations.list(id, { limit: 10 })).items).toMatchObject([{ name: "wheels" }]);
    expect((await service.views.list(id, { limit: 10 })).items).toMatchObject([{ name: "mine" }]);
    expect((await service.models.list({ limit: 10 })).items).toHaveLength(1);
    expect((await service.results.list({ limit: 10 })).items).toHaveLength(1);
  });

  it("says which path is missing, and goes on where it is pointed to", async () => {
    const moved = join(demo.folder, "moved");
    await rename(images, moved);
    const opened = await again();
    expect(opened).toMatchObject({ analysisId: "results", readOnly: `the data set is not at ${images}` });
    const hidden = (await service.results.list({ limit: 10 })).items.map((one) => one.id);
    expect(hidden[0]).toBe("results");
    expect(await again({ data: moved })).toMatchObject({ analysisId: id, readOnly: null });
    // It is known from now on.
    expect(await again()).toMatchObject({ analysisId: id, readOnly: null });
    await rename(moved, images);
  });

  it("is only shown where its images or its model are others", async () => {
    await writeFile(join(images, "extra.txt"), "no image");
    const [group] = await readdir(images);
    const added = join(images, group!, "added.png");
    const [image] = await readdir(join(images, group!));
    await cp(join(images, group!, image!), added);
    expect((await again()).readOnly).toBe(`the data set at ${images} is not the one that was analyzed`);
    await rm(added);
    const other = join(demo.folder, "other.onnx");
    await writeFile(other, "no network");
    expect(await again({ model: other })).toMatchObject({ readOnly: null });
    await rm(join(results, "sources.json"));
    expect(await again()).toMatchObject({ analysisId: id, readOnly: null });
  });

  it("tells no caller where it lies", async () => {
    expect(JSON.stringify(await service.datasets.list({ limit: 10 }))).not.toContain(demo.folder);
    const { id: datasetId } = (await service.datasets.list({ limit: 1 })).items[0]!;
    await rename(images, `${images}-away`);
    const failing = service.datasets.images(datasetId, { limit: 1 });
    await expect(failing.catch(({ message }) => message)).resolves.not.toContain(demo.folder);
    await rename(`${images}-away`, images);
  });

  it("goes from the lists when it is deleted, and stays on disk", async () => {
    await service.analyses.remove(id);
    expect((await service.results.list({ limit: 10 })).items).toEqual([]);
    expect(await readdir(results)).toContain("analysis.json");
  });
});
