/** From a model on disk, and an analysis of it, to picture files. */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { presets } from "@gipfel/dataset";
import { OnnxruntimeEngine } from "@gipfel/engine";
import { importModel } from "@gipfel/network";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultOptions } from "../analysis-options.js";
import { readClassGraph } from "../files/read-analysis.js";
import { prepareAnalysis } from "../prepare.js";
import { runAnalysis } from "../run-analysis.js";
import { prepareInMemory } from "../testing/analyse.js";
import { Random } from "../testing/random.js";
import { writeClassifier, writeImages } from "../testing/write-subject.js";
import { prepareVisualisation, type VisualisationRequest } from "./prepare-visualisation.js";
import { visualizeConcepts } from "./visualize-concepts.js";
import { writePictures } from "./write-pictures.js";

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../../attribution/fixtures/${name}/model.onnx`, import.meta.url));
const file = fixture("methods/concat-fire");
const model = await importModel(file);
const folder = await mkdtemp(join(tmpdir(), "gipfel-visualize-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const analysis = join(folder, "analysis");

const request: VisualisationRequest = {
  model: file,
  labels: null,
  preprocess: null,
  output: null,
  targets: [],
  graph: null,
  graphClass: null,
  graphLayer: null,
};
const few = { steps: 2, seed: 0, batch: 4, engine: "onnxruntime", device: "cpu", threads: 1 };

beforeAll(async () => {
  const images = { shape: [4, ...model.input], data: new Random(1).values(4 * model.input.reduce((a, b) => a * b)) };
  const prepared = prepareInMemory({ network: model.network, images, labels: [0, 0, 1, 1], options: { clusters: 2 } });
  const preprocessing = { name: "unit", assumed: false, values: presets.unit!.for(model.input) };
  await runAnalysis({ ...prepared, model, preprocessing }, analysis, false);
});

describe("a network of one sigmoid", () => {
  it("has two classes where labels or an analysis name them, the first the negative of the second", async () => {
    const model = join(folder, "binary.onnx");
    const labels = join(folder, "labels.json");
    await writeClassifier(model, [{ name: "real", classes: 1, sigmoid: true }]);
    await writeFile(labels, JSON.stringify(["fake", "real"]));
    const given = { ...request, model, labels, preprocess: "unit", targets: ["fake", "real"] };
    const { targets, model: made } = await prepareVisualisation(given);
    expect(targets.map(({ weights }) => [...weights])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(made.outputs).toBe(2);
    const out = join(folder, "binary");
    const data = await writeImages(join(folder, "images"), ["fake/1.png", "fake/2.png", "real/3.png", "real/4.png"]);
    const paths = { model, data, labels: null, preprocess: "unit" };
    await runAnalysis(await prepareAnalysis(paths, { ...defaultOptions, threads: 1 }), out, false);
    const ofAnalysis = await prepareVisualisation({ ...given, labels: null, graph: out });
    expect(ofAnalysis.targets.map(({ name }) => name)).toEqual(["fake", "real"]);
    const [fake, real] = await writePictures(ofAnalysis, join(folder, "pictures"), few);
    expect(fake!.startScore).toBeCloseTo(-real!.startScore, 4);
  });
});

describe("prepareVisualisation", () => {
  it("takes every hidden concept of an analysis once, and its preprocessing", async () => {
    const { targets, preprocessing } = await prepareVisualisation({ ...request, graph: analysis });
    const { nodes, layers } = await readClassGraph(analysis, "0");
    const hidden = new Set(layers.filter(({ role }) => role === "hidden").map(({ id }) => id));
    const expected = nodes.filter(({ layer }) => hidden.has(layer));
    expect(targets.map(({ name }) => name).sort()).toEqual(expected.map(({ id }) => id).sort());
    for (const { name, weights, kind } of targets) {
      const { neurons } = expected.find(({ id }) => id === name)!;
      expect(kind).toBe("concept");
      expect([...weights.keys()].filter((neuron) => weights[neuron] === 1)).toEqual(neurons);
    }
    expect(preprocessing).toMatchObject({ scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] });
  });

  it("takes those of one layer, or the ones named", async () => {
    const all = await prepareVisualisation({ ...request, graph: analysis });
    const [first] = all.targets;
    const layer = first!.name.slice(0, first!.name.lastIndexOf("/"));
    const ofLayer = await prepareVisualisation({ ...request, graph: analysis, graphLayer: layer });
    expect(ofLayer.targets).toEqual(all.targets.filter(({ name }) => name.startsWith(`${layer}/`)));
    const named = await prepareVisualisation({ ...request, graph: analysis, targets: ["1", first!.name] });
    expect(named.targets.map(({ kind }) => kind)).toEqual(["class", "concept"]);
  });

  it("assumes a preprocessing without an analysis, and says so", async () => {
    const notices: string[] = [];
    await prepareVisualisation({ ...request, targets: ["0"] }, { onNotice: (text) => notices.push(text) });
    expect(notices).toEqual([
      `preprocessing unit is assumed for an input of ${model.input.join("×")}; --preprocess states it`,
    ]);
  });

  it("knows no range of pixels for channels that no preprocessing makes", async () => {
    const { preprocessing } = await prepareVisualisation({ ...request, model: fixture("chain"), targets: ["0"] });
    expect(preprocessing).toBeNull();
  });

  it.each([
    [{}, "OPTION_INVALID", "nothing to visualize"],
    [{ targets: ["0"], graphClass: "a" }, "OPTION_INVALID", "--graph, which is missing"],
    [{ graph: analysis, targets: ["0"], graphLayer: "a" }, "OPTION_INVALID", "leave it out with --target"],
    [{ graph: analysis, graphLayer: "nowhere" }, "LAYER_UNKNOWN", "layers with concepts: "],
    [{ graph: analysis, graphClass: "nobody" }, "GRAPH_NOT_FOUND", "it has 0, 1"],
    [{ graph: analysis, model: fixture("chain") }, "GRAPH_INVALID", "an analysis of another model"],
    [{ targets: ["no such class"] }, "TARGET_UNKNOWN", "there is no target no such class"],
  ] as const)("refuses %o", async (given, code, message) => {
    await expect(prepareVisualisation({ ...request, ...given })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});

describe("writePictures", () => {
  it("writes a picture of each target, whole, and says where", async () => {
    const prepared = await prepareVisualisation({ ...request, graph: analysis });
    const out = join(folder, "pictures");
    const written = await writePictures(prepared, out, few);
    expect(written.map(({ target }) => target.name).sort()).toEqual(prepared.targets.map(({ name }) => name).sort());
    for (const { target, file: picture } of written) {
      expect(picture).toBe(join(out, `${target.name}.png`));
      const content = await readFile(picture);
      expect(content.subarray(1, 4).toString()).toBe("PNG");
      expect([content.readUInt32BE(16), content.readUInt32BE(20)]).toEqual([model.input[2], model.input[1]]);
    }
  });

  it.each([
    [{ steps: 0 }, "--steps is 0; it takes a whole number from 1 to 100000"],
    [{ seed: -1 }, "--seed is -1; it takes a whole number from 0"],
    [{ batch: 2.5 }, "--batch is 2.5; it takes a whole number from 1 to 1024"],
  ])("refuses %o", async (given, message) => {
    const prepared = await prepareVisualisation({ ...request, targets: ["0"] });
    await expect(writePictures(prepared, folder, { ...few, ...given })).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message: expect.stringContaining(message),
    });
  });

  it("says how far it came when it is interrupted", async () => {
    const controller = new AbortController();
    const prepared = await prepareVisualisation({ ...request, targets: ["0", "1"] });
    const context = { signal: controller.signal, onProgress: () => controller.abort() };
    const run = writePictures(prepared, join(folder, "half"), { ...few, steps: 8, batch: 1 }, context);
    await expect(run).rejects.toMatchObject({
      code: "CANCELLED",
      message: "interrupted; 1 of 2 pictures are written",
    });
  });
});

describe("visualizeConcepts", () => {
  it("writes what is missing and keeps what is there", async () => {
    const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
    const { targets, preprocessing } = await prepareVisualisation({ ...request, graph: analysis });
    const concepts = targets.slice(0, 3).map(({ tensor, weights, name }) => ({
      tensor,
      neurons: [...weights.keys()].filter((neuron) => weights[neuron] === 1),
      name,
      file: join(folder, "concepts", `${name}.png`),
    }));
    const visualized = { model, preprocessing };
    const draw = (seed: number, some = concepts) => visualizeConcepts(engine, visualized, some, { ...few, seed });
    expect(await draw(0, concepts.slice(0, 2))).toEqual([]);
    const before = await readFile(concepts[0]!.file);
    expect(existsSync(concepts[2]!.file)).toBe(false);
    await draw(1);
    expect(await readFile(concepts[0]!.file)).toEqual(before);
    expect(existsSync(concepts[2]!.file)).toBe(true);
    await engine.dispose();
  });
});
