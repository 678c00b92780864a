import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Service } from "./service.js";
import {
  type AnalysedDemo,
  demoSettings,
  ended,
  openAnalysedDemo,
  openDemo,
  prepareDemo,
  until,
} from "./testing/demo.js";
import { makeZip, type ZipFile } from "./testing/make-zip.js";
import { graphIn, textOf } from "./testing/read-text.js";

const page = { limit: 50 };
const bytesOf = async function* (text: string) {
  yield Buffer.from(text);
};

describe("the service", () => {
  let demo: AnalysedDemo;
  let service: Service;
  let subject: AnalysedDemo["subject"];
  let id: string;

  beforeAll(async () => {
    demo = await openAnalysedDemo(2);
    ({ service, subject, id } = demo);
  });
  afterAll(() => demo.close());

  it("tells of models what an inspection finds, and refuses what is no model without saying where it lies", async () => {
    const model = await service.models.show(subject.modelId);
    expect(model).toMatchObject({ status: "ready", error: null, inspection: { input: [3, 64, 64], outputs: 10 } });
    const bad = await service.models.upload(bytesOf("this is no model"), { name: "bad" });
    const refused = await until(
      () => service.models.show(bad.id),
      ({ status }) => status !== "checking",
    );
    expect(refused).toMatchObject({ status: "refused", inspection: null, error: { code: "MODEL_UNREADABLE" } });
    expect(refused.error?.message).not.toContain(demo.folder);
    await expect(service.analyses.create({ ...subject, modelId: bad.id })).rejects.toMatchObject({
      code: "STATE_CONFLICT",
    });
    await service.models.remove(bad.id);
    await expect(service.models.show(bad.id)).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
    await expect(service.models.remove(subject.modelId)).rejects.toMatchObject({ code: "MODEL_IN_USE" });
  });

  it("changes a model only as the caller knew it", async () => {
    const { version } = await service.models.show(subject.modelId);
    const renamed = await service.models.rename(subject.modelId, { name: "partworld.onnx" }, version);
    expect(renamed.version).toBe(version + 1);
    await expect(service.models.rename(subject.modelId, { name: "late" }, version)).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
    });
  });

  it("renames data sets and analyses, whose results stay what they were", async () => {
    const { version } = await service.datasets.show(subject.datasetId);
    const { items: before } = await service.results.list(page);
    const dataset = await service.datasets.rename(subject.datasetId, { name: "toys" }, version);
    expect(dataset).toMatchObject({ name: "toys", path: "images", version: version + 1 });
    await expect(service.datasets.rename(subject.datasetId, { name: "late" }, version)).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
    });
    const renamed = await service.analyses.rename(id, { name: "first look" });
    expect(renamed).toMatchObject({ id, name: "first look", status: "finished" });
    expect(await service.analyses.show(id)).toEqual(renamed);
    await expect(service.analyses.rename(id, { name: "late" }, renamed.version - 1)).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
    });
    await expect(service.analyses.rename("nothing", { name: "new" })).rejects.toMatchObject({
      code: "GRAPH_NOT_FOUND",
    });
    const { items: after } = await service.results.list(page);
    expect(after).toEqual(before.map((summary) => ({ ...summary, name: "first look" })));
  });

  it("says of a damaged view that it is, and leaves the others alone", async () => {
    const damaged = await service.store.views.create({ analysisId: id, name: "damaged", edits: [], state: "{" });
    const other = await service.store.views.create({ analysisId: id, name: "other", edits: [], state: "[]" });
    const sound = await service.views.create(id, { name: "sound", content: { layers: {}, names: {}, page: null } });
    for (const view of [damaged, other]) {
      expect(await service.views.show(id, view.id)).toMatchObject({ error: { code: "STORE_CORRUPT" } });
      await service.views.remove(id, view.id);
    }
    expect((await service.views.list(id, page)).items).toEqual([sound]);
    await service.views.remove(id, sound.id);
  });

  it("keeps uploads within their limits", async () => {
    const small = await openDemo(demo, { state: `${demo.state}-small`, limits: { modelBytes: 10 } });
    try {
      await expect(small.models.upload(bytesOf("more than ten bytes"), {})).rejects.toMatchObject({
        code: "UPLOAD_TOO_LARGE",
      });
      expect((await small.models.list(page)).items).toEqual([]);
    } finally {
      await small.close();
    }
  });

  it("shows data sets and stays below the data root", async () => {
    const dataset = await service.datasets.show(subject.datasetId);
    expect(dataset).toMatchObject({ kind: "folder", path: "images", images: 20 });
    expect((await service.datasets.thumbnail(subject.datasetId, 3)).toString("latin1", 8, 12)).toBe("WEBP");
    await expect(service.datasets.thumbnail(subject.datasetId, 20)).rejects.toMatchObject({ code: "IMAGE_NOT_FOUND" });
    for (const path of ["../state", "/etc", "images/../..", "nowhere"]) {
      const refused = await service.datasets.register({ path }).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "DATASET_NOT_FOUND" });
      expect(String(refused)).not.toContain(demo.folder);
    }
    await expect(service.datasets.remove(subject.datasetId)).rejects.toMatchObject({ code: "DATASET_IN_USE" });
  });

  it("takes archives of images, and refuses what else is in them", async () => {
    const image = await readFile(join(demo.dataRoot, "images", "cat", "0000.png"));
    const upload = (files: readonly ZipFile[]) =>
      service.datasets.upload(Readable.from([makeZip(files)]), { name: "zipped" });
    const dataset = await upload(["cat", "owl"].map((name) => ({ name: `all/${name}/1.png`, content: image })));
    expect(dataset).toMatchObject({
      name: "zipped",
      path: null,
      images: 2,
      classes: [{ name: "cat" }, { name: "owl" }],
    });
    await service.datasets.rename(dataset.id, { name: "unzipped" });
    expect((await service.datasets.thumbnail(dataset.id, 1)).toString("latin1", 8, 12)).toBe("WEBP");
    expect(await readdir(join(demo.state, "datasets", dataset.id))).toEqual(["zipped"]);
    await service.datasets.remove(dataset.id);
    for (const name of ["cat/../../evil.png", "cat/run.sh", "/cat/1.png"]) {
      await expect(upload([{ name, content: image }])).rejects.toMatchObject({ code: "DATASET_INVALID" });
    }
    await expect(upload([])).rejects.toMatchObject({ code: "DATASET_EMPTY" });
    expect((await service.datasets.list(page)).items).toHaveLength(1);
  });

  it("gives the graph of a class, whole and in parts", async () => {
    const whole = await graphIn(service.results.graph(id, "cat", { quantity: "contribution" }));
    const amounts = whole.edges.map(({ contribution }) => Math.abs(contribution));
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
    const pruned = await graphIn(service.results.graph(id, "cat", { share: 0.5, maxNodes: 12, quantity: "gradient" }));
    expect(pruned.nodes.length).toBeLessThanOrEqual(12);
    const [hidden] = whole.layers.filter(({ role }) => role === "hidden");
    const part = await graphIn(service.results.graph(id, "2", { layers: hidden!.id, quantity: "contribution" }));
    expect(new Set(part.nodes.map(({ layer }) => layer)).size).toBe(2);
    await expect(
      graphIn(service.results.graph(id, "cat", { layers: "nowhere", quantity: "contribution" })),
    ).rejects.toMatchObject({ code: "LAYER_UNKNOWN" });
    await expect(graphIn(service.results.graph(id, "dog", { quantity: "contribution" }))).rejects.toMatchObject({
      code: "GRAPH_NOT_FOUND",
    });
    const exported = await textOf(service.results.export(id, "cat", { format: "json" }));
    expect(JSON.parse(exported).nodes).toEqual(whole.nodes);
    const summaries = await service.results.list(page);
    expect(summaries.items).toMatchObject([{ id, model: { name: "partworld.onnx" } }]);
  });

  it("adds an edge up from its pairs of neurons", async () => {
    const { edges, nodes } = await graphIn(service.results.graph(id, "cat", { quantity: "contribution" }));
    for (const { source, target, contribution } of edges.slice(0, 20)) {
      const { pairs } = await service.results.edge(id, "cat", { source, target, top: 10_000 });
      const sum = pairs.reduce((total, pair) => total + pair.contribution, 0);
      expect(sum).toBeCloseTo(contribution, 3);
      const { outgoing } = await service.results.node(id, "cat", source, {});
      expect(outgoing).toContainEqual(expect.objectContaining({ source, target }));
    }
    const [first] = edges;
    const layerOf = (node: string) => nodes.find((one) => one.id === node)!.layer;
    const [source, target] = [layerOf(first!.source), layerOf(first!.target)];
    const matrix = await service.results.pairs(id, "cat", { source, target, quantity: "contribution" });
    expect(matrix.toString("latin1", 1, 6)).toBe("NUMPY");
    const { image, box } = nodes.flatMap(({ examples }) => examples)[0]!;
    expect((await service.results.image(id, image, {})).toString("latin1", 8, 12)).toBe("WEBP");
    expect((await service.results.image(id, image, { box: box.join() })).toString("latin1", 8, 12)).toBe("WEBP");
    await expect(service.results.image(id, image, { box: "60,60,9,9" })).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message: expect.stringContaining("64×64"),
    });
    await expect(service.results.image(id, 999_999, {})).rejects.toMatchObject({ code: "IMAGE_NOT_FOUND" });
  });

  it("creates once per key", async () => {
    const once = { owner: "test", key: "one", request: "register images" };
    const first = await service.datasets.register({ path: "images", name: "again" }, once);
    expect(await service.datasets.register({ path: "images", name: "again" }, once)).toEqual(first);
    await expect(
      service.datasets.register({ path: "images", name: "other" }, { ...once, request: "another" }),
    ).rejects.toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });
    await service.datasets.remove(first.id);
  });

  it("cancels, resumes, starts again and deletes, and tells those who watch", async () => {
    const settings = { ...(await demoSettings()), seed: 3 };
    const { id: other } = await service.analyses.create({ ...subject, settings });
    const seen: string[] = [];
    const stop = await service.analyses.watch(other, ({ status }) => seen.push(status));
    await until(
      () => service.analyses.show(other),
      ({ progress }) => progress !== null,
    );
    await expect(service.analyses.resume(other)).rejects.toMatchObject({ code: "STATE_CONFLICT" });
    expect((await service.analyses.cancel(other)).status).toMatch(/^cancell(ing|ed)$/);
    await until(
      async () => seen.at(-1),
      (status) => status === "cancelled",
    );
    stop();
    expect(seen[0]).toMatch(/queued|running/);
    await expect(service.analyses.document(other)).rejects.toMatchObject({ code: "STATE_CONFLICT" });
    await service.analyses.resume(other);
    expect((await ended(service, other)).status).toBe("finished");
    await expect(service.analyses.retry(other)).rejects.toMatchObject({ code: "STATE_CONFLICT" });

    const clone = await service.analyses.clone(other, { name: "clone", settings: { seed: 0 } });
    expect(clone).toMatchObject({ clonedFrom: other, name: "clone", settings: { seed: 0, clusters: 4 } });
    await service.analyses.cancel(clone.id);
    await service.analyses.retry(clone.id);
    expect((await ended(service, clone.id)).status).toBe("finished");
    const hashes = async (analysis: string) => {
      const files = await service.store.analyses.files(analysis);
      return files.filter(({ path }) => path !== "timings.json");
    };
    expect(await hashes(clone.id)).toEqual(await hashes(id));
    for (const one of [other, clone.id]) await service.analyses.remove(one);
    await expect(service.analyses.show(other)).rejects.toMatchObject({ code: "GRAPH_NOT_FOUND" });
  });

  it("says why an analysis failed", async () => {
    const settings = { ...(await demoSettings()), layers: ["nowhere"] };
    const { id: failing } = await service.analyses.create({ ...subject, settings });
    expect(await ended(service, failing)).toMatchObject({ status: "failed", error: { code: "LAYER_UNKNOWN" } });
    await expect(
      service.analyses.create({ ...subject, settings: { preprocess: "/etc/passwd" } }),
    ).rejects.toMatchObject({ code: "PREPROCESSING_INVALID" });
    await service.analyses.remove(failing);
  });

  it("explains images of a data set and uploaded ones", async () => {
    const request = { modelId: subject.modelId, method: "saliency", target: "2", preprocess: "unit" } as const;
    const made = await service.explanations.create({ ...request, datasetId: subject.datasetId, images: [5, 1] });
    const finished = await until(
      () => service.explanations.show(made.id),
      ({ status }) => status === "finished" || status === "failed",
    );
    expect(finished).toMatchObject({ status: "finished", error: null });
    expect(finished.results.map(({ image }) => image)).toEqual(["5", "1"]);
    expect((await service.explanations.result(made.id, 0, { format: "png" })).toString("latin1", 1, 4)).toBe("PNG");
    expect((await service.explanations.result(made.id, 1, { format: "npy" })).toString("latin1", 1, 6)).toBe("NUMPY");
    const thumbnail = await service.datasets.thumbnail(subject.datasetId, 5);
    const { id: uploadId } = await service.explanations.upload(
      (async function* () {
        yield thumbnail;
      })(),
    );
    const { layers, nodes } = await graphIn(service.results.graph(id, "cat", { quantity: "contribution" }));
    const hidden = layers.find(({ role }) => role === "hidden")!.id;
    const node = nodes.find(({ layer }) => layer === hidden)!.id;
    const concept = await service.explanations.create({ ...request, target: node, analysisId: id, uploadId });
    expect(
      await until(
        () => service.explanations.show(concept.id),
        ({ status }) => status === "finished" || status === "failed",
      ),
    ).toMatchObject({ status: "finished", results: [{ document: { target: { name: node } } }] });
    await service.explanations.remove(made.id);
    await expect(service.explanations.show(made.id)).rejects.toMatchObject({ code: "EXPLANATION_NOT_FOUND" });
    await expect(service.explanations.create(request)).rejects.toMatchObject({ code: "OPTION_INVALID" });
  });

  it("goes on after it was closed in the middle", async () => {
    const again = { ...demo, state: `${demo.state}-again` };
    let opened = await openDemo(again);
    const both = await prepareDemo(opened);
    const { id: long } = await opened.analyses.create({ ...both, settings: await demoSettings() });
    await until(
      () => opened.analyses.show(long),
      ({ progress }) => progress !== null,
    );
    await opened.close();
    opened = await openDemo(again);
    try {
      expect((await ended(opened, long)).status).toBe("finished");
    } finally {
      await opened.close();
    }
  });

  it("keeps notes and views", async () => {
    const noted = await service.annotations.put(id, "conv1/0", { name: "edges", note: "dark to light" });
    expect(await service.annotations.list(id, page)).toMatchObject({ items: [{ node: "conv1/0", name: "edges" }] });
    await expect(service.annotations.put(id, "conv1/0", { name: null, note: "" }, 7)).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
    });
    await service.annotations.remove(id, "conv1/0", noted.version);
    const content = { layers: {}, names: { "conv1/0": "edges" }, page: "class=cat" };
    const view = await service.views.create(id, { name: "mine", content });
    expect(await service.views.show(id, view.id)).toEqual(view);
    const changed = await service.views.change(id, view.id, { name: "ours", content }, view.version);
    expect(changed).toMatchObject({ name: "ours", version: view.version + 1, content });
    await service.views.remove(id, view.id);
    expect((await service.views.list(id, page)).items).toEqual([]);
  });
});
