/** Explanations of the demo network's images from the command line: one image, all methods, a whole data set. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ExplanationDocument, type GraphDocument, parseAs } from "../packages/contracts/src/index.js";
import { readNpy } from "../packages/dataset/src/index.js";
import { demoArguments, demoSubject, drawImages } from "./testing/demo-data.js";
import { modelWith, operation } from "./testing/models.js";
import { npzOf } from "./testing/npz.js";
import { type Outcome, run, summaryOf } from "./testing/program.js";

let folder: string;
let data: string;
let analysis: string;
const at = (...parts: readonly string[]) => join(folder, ...parts);
const explain = (...more: readonly string[]): Promise<Outcome> => run("explain", ...demoSubject(data), ...more);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gipfel-explain-"));
  data = await drawImages(folder, 2);
  analysis = at("analysis");
  const outcome = await run(...demoArguments(data, analysis, "--pairs", "none"));
  if (outcome.code !== 0) throw new Error(outcome.stderr);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function succeed(...words: readonly string[]): Promise<Outcome> {
  const outcome = await explain(...words);
  expect(outcome.stderr.split("\n").filter((line) => line.startsWith("gipfel:"))).toEqual([]);
  expect(outcome.code).toBe(0);
  return outcome;
}

const readDocument = (file: string) =>
  parseAs(ExplanationDocument, JSON.parse(readFileSync(file, "utf8")), "GRAPH_INVALID", "explanation");

/** Width and height as the header of a PNG states them. */
function sizeOfPng(file: string): { width: number; height: number } {
  const header = readFileSync(file).subarray(0, 24);
  expect(header.subarray(1, 4).toString()).toBe("PNG");
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
}

describe("one image", () => {
  it("becomes a picture, numbers and a record that agree", async () => {
    const [png, npy, json] = [at("one.png"), at("one.npy"), at("one.json")];
    await succeed("--image", "3", "--method", "integrated-gradients", "--out", png, "--out", npy, "--out", json);
    const { shape, data: values } = readNpy(readFileSync(npy));
    const record = readDocument(json);
    expect(shape).toEqual(record.shape);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(record.sum, 3);
    expect(Math.abs(record.sum - (record.score - record.baselineScore!))).toBeLessThan(
      0.01 * Math.abs(record.score - record.baselineScore!) + 1e-6,
    );
    expect(sizeOfPng(png).width).toBeGreaterThan(400);
  });

  it("is explained for a neuron and for a concept, at the image and at a layer", async () => {
    const graph = JSON.parse(
      readFileSync(join(analysis, "graphs", readdirSync(join(analysis, "graphs"))[0]!), "utf8"),
    ) as GraphDocument;
    const hidden = graph.layers.filter(({ role }) => role === "hidden");
    const [early, late] = [hidden[0]!, hidden.at(-1)!];
    const [source, target] = [early, late].map((layer) => graph.nodes.find((node) => node.layer === layer.id)!);
    const level = ["--level", source!.id, "--graph", analysis];
    const gradient = ["--image", "0", "--method", "gradient-x-input"];
    await succeed(...gradient, "--target", `${late.name}:${target!.neurons[0]}`, "--out", at("neuron.json"));
    expect(readDocument(at("neuron.json")).target).toMatchObject({ kind: "neuron", neurons: [target!.neurons[0]] });
    await succeed(
      ...gradient,
      "--target",
      target!.id,
      ...level,
      "--out",
      at("concept.json"),
      "--out",
      at("concept.npy"),
    );
    const record = readDocument(at("concept.json"));
    const { shape, data: values } = readNpy(readFileSync(at("concept.npy")));
    expect(record.target).toMatchObject({ kind: "concept", neurons: target!.neurons });
    expect(record.level).toEqual({ layer: early.name, neurons: source!.neurons });
    expect(shape).toEqual([source!.neurons.length, ...early.size]);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(record.selectedSum!, 4);
  });

  it("is drawn by all methods on one sheet", async () => {
    const outcome = await succeed("--image", "0", "--method", "all", "--out", at("sheet.png"), "--json");
    expect(summaryOf(outcome)).toMatchObject({ missing: [] });
    const { width, height } = sizeOfPng(at("sheet.png"));
    expect(width).toBeGreaterThan(900);
    expect(height).toBeGreaterThan(600);
  });
});

describe("a whole data set", () => {
  it("becomes a map of each image, and their mean for each class", async () => {
    const words = [
      "--method",
      "deeplift-rescale",
      "--target",
      "label",
      "--out",
      at("all"),
      "--formats",
      "npy",
      "--json",
    ];
    const summary = summaryOf(await succeed(...words)) as { explained: number; classes: { folder: string }[] };
    expect(summary.explained).toBe(2 * summary.classes.length);
    const [first] = summary.classes;
    const files = readdirSync(at("all", first!.folder)).filter((name) => /^\d+\.npy$/.test(name));
    const maps = files.map((name) => readNpy(readFileSync(at("all", first!.folder, name))).data);
    const mean = readNpy(readFileSync(at("all", first!.folder, "mean.npy"))).data;
    expect(maps).toHaveLength(2);
    mean.forEach((value, i) => {
      expect(value).toBeCloseTo((maps[0]![i]! + maps[1]![i]!) / 2, 5);
    });
    expect(existsSync(at("all", first!.folder, "mean.png"))).toBe(true);
    const lines = readFileSync(at("all", "explanations.jsonl"), "utf8").trim().split("\n");
    expect(lines).toHaveLength(summary.explained);
  });
});

describe("a data set with images that cannot be explained", () => {
  it("is no success where it has no others", async () => {
    const broken = at("broken");
    for (const [name, file] of [
      ["cat", "a.png"],
      ["owl", "b.jpg"],
    ] as const) {
      mkdirSync(join(broken, name), { recursive: true });
      writeFileSync(join(broken, name, file), "no image");
    }
    const words = ["--method", "gradient", "--target", "0", "--out", at("none")];
    const { code, stderr } = await run("explain", ...demoSubject(broken), ...words);
    expect(code).toBe(2);
    expect(stderr.split("\n").filter((line) => line.startsWith("gipfel:"))).toEqual([
      expect.stringMatching(/^gipfel: no image of broken could be explained; cat\/a\.png: /),
    ]);
    expect(existsSync(at("none"))).toBe(false);
  });

  it("has maps of the others where one is not finite, which is named at the end", async () => {
    const size = 3 * 64 * 64;
    const values = new Float32Array(4 * size).fill(0.5);
    values.fill(0, 2 * size, 3 * size);
    writeFileSync(at("log.onnx"), modelWith([operation("Log", ["x"], "y")]));
    writeFileSync(at("dark.npz"), npzOf([4, 3, 64, 64], [0, 0, 1, 1], values));
    const subject = ["--model", at("log.onnx"), "--data", at("dark.npz"), "--threads", "1"];
    const words = ["--method", "gradient", "--target", "0", "--out", at("dark"), "--formats", "npy", "--json"];
    const outcome = await run("explain", ...subject, ...words);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(
      /^gipfel: 1 of 4 images have no finite map by gradient, images\[2\] the first; .*\n$/,
    );
    expect(summaryOf(outcome)).toMatchObject({ explained: 3, notFinite: [{ image: "images[2]" }] });
    expect(readdirSync(at("dark", "1")).sort()).toEqual(["3.npy", "mean.npy", "mean.png"]);
    expect(readFileSync(at("dark", "explanations.jsonl"), "utf8").trim().split("\n")).toHaveLength(3);
  });
});

describe("what is wrong", () => {
  it.each([
    [["--method", "magic"], /--method is magic; it takes gradient/],
    [["--method", "gradient", "--gamma", "1"], /--gamma is no option of gradient/],
    [["--method", "gradient", "--target", "yeti"], /there is no target yeti/],
    [["--method", "gradient", "--level", "attic"], /there is no layer attic/],
    [["--method", "gradient", "--image", "9999"], /has images 0 to/],
    [["--method", "gradient", "--image", "missing.png"], /missing\.png/],
    [["--method", "grad-cam", "--layer", "attic"], /there is no layer attic/],
    [["--method", "integrated-gradients", "--baseline", "missing.png"], /--baseline is missing\.png/],
    [["--method", "lrp", "--first-layer", "none"], /\/firstLayer: expected one of/],
    [["--method", "all", "--first-layer", "none"], /\/firstLayer: expected one of/],
    [["--method", "gradient", "--limit", "2"], /--classes and --limit are about a whole data set/],
    [["--method", "gradient", "--class", "cat"], /--class is about the nodes of --graph/],
    [["--method", "gradient", "--batch", "0"], /--batch is 0; it takes a whole number/],
  ])("is said in one line: %j", async (words, message) => {
    const image = words.includes("--image") ? [] : ["--image", "0"];
    const { code, stderr } = await explain(...image, ...words, "--out", at("wrong.png"));
    expect(code).toBe(2);
    const lines = stderr.trim().split("\n");
    expect(lines.filter((line) => line.startsWith("gipfel: "))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(message);
    expect(existsSync(at("wrong.png"))).toBe(false);
  });

  it("is a sheet of all methods without an image", async () => {
    const { code, stderr } = await explain("--method", "all", "--out", at("all.png"));
    expect([code, stderr]).toEqual([2, expect.stringMatching(/--method all is about one image: --image names it/)]);
  });

  it("is an output that is no file of a known kind", async () => {
    const { code, stderr } = await explain("--image", "0", "--method", "gradient", "--out", at("map.gif"));
    expect([code, stderr]).toEqual([2, expect.stringMatching(/ends in \.png, \.npy or \.json/)]);
  });
});
