/** Both engines, and both families of formats, find the same concepts and the same edges. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readNpy } from "../packages/dataset/src/index.js";
import { demoModel } from "../packages/partworld/src/index.js";
import { compareAnalyses, documentOf } from "./testing/compare-analyses.js";
import { demoArguments, demoSubject, drawImages } from "./testing/demo-data.js";
import { run, summaryOf } from "./testing/program.js";

let folder: string;
const at = (...parts: readonly string[]) => join(folder, ...parts);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gipfel-engines-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function analyse(...words: readonly string[]): Promise<void> {
  const { code, stderr } = await run(...words);
  if (code !== 0) throw new Error(stderr);
}

describe("the engines of this machine", () => {
  it("are listed with what is missing, and none needs a download", async () => {
    const { engines } = summaryOf(await run("inspect", "--engines", "--json"));
    const here = (engines as { engine: string; device: string; available: boolean; reason: string }[])
      .filter(({ available }) => available)
      .map(({ engine, device }) => `${engine} ${device}`);
    expect(here).toEqual(expect.arrayContaining(["onnxruntime cpu", "tfjs wasm", "tfjs cpu"]));
    expect(engines).toContainEqual(expect.objectContaining({ device: "gpu", reason: expect.stringMatching(/\w/) }));
  });

  it("agree on every edge and concept of the demo", async () => {
    const data = await drawImages(folder, 12);
    const [first, second] = [at("demo-onnxruntime"), at("demo-tfjs")];
    await analyse(...demoArguments(data, first));
    await analyse(...demoArguments(data, second, "--engine", "tfjs", "--device", "wasm"));
    expect(documentOf(first).software.engine).toBe("onnxruntime cpu");
    expect(documentOf(second).software.engine).toMatch(/^tfjs \d+\.\d+\.\d+ wasm$/);
    const { concepts, edges, edgeDifference, pairDifference } = compareAnalyses(first, second);
    expect(concepts[1]).toEqual(concepts[0]);
    expect(edges).toBeGreaterThan(5000);
    expect(edgeDifference).toBeLessThan(1e-3);
    expect(pairDifference).toBeLessThan(1e-4);
  });
});

describe("the choice of an engine", () => {
  it("is heeded by explain and visualize", async () => {
    const data = await drawImages(at("explained"), 1);
    const image = ["--image", "0", "--method", "deeplift-rescale", "--target", "label"];
    const mapOf = async (...words: readonly string[]) => {
      const out = at(`map${words.length}.npy`);
      const { code, stderr } = await run("explain", ...demoSubject(data), ...image, ...words, "--out", out);
      if (code !== 0) throw new Error(stderr);
      return Array.from(readNpy(readFileSync(out)).data, Number);
    };
    const [first, second] = [await mapOf(), await mapOf("--engine", "tfjs", "--device", "wasm")];
    const largest = Math.max(...first.map(Math.abs));
    expect(Math.max(...first.map((value, i) => Math.abs(value - second[i]!)))).toBeLessThan(1e-4 * largest);
    const picture = ["visualize", "--model", demoModel().model, "--target", "0", "--steps", "2", "--out", at("0.png")];
    expect((await run(...picture, "--engine", "tfjs")).code).toBe(0);
    expect((await run(...picture, "--engine", "tfjs", "--device", "abacus")).stderr).toMatch(
      /tfjs has no device abacus/,
    );
  });

  it("may be several for bench, on the demo where nothing else is named", async () => {
    const words = ["bench", "--limit", "2", "--classes", "cat,owl", "--threads", "1", "--json"];
    const { engines, images } = summaryOf(await run(...words, "--engine", "onnxruntime,tfjs:wasm"));
    expect(images).toBe(4);
    const speed = { imagesPerSecond: expect.any(Number), cpuMilliseconds: expect.any(Number) };
    expect(engines).toEqual([
      { engine: "onnxruntime", device: "cpu", description: "onnxruntime cpu", forward: speed, analysis: speed },
      expect.objectContaining({ engine: "tfjs", device: "wasm", forward: speed, analysis: speed }),
    ]);
    expect((await run(...words, "--engine", "onnxruntime,abacus")).stderr).toMatch(/no engine abacus/);
  });
});

const shared = fileURLToPath(new URL("../../shared/data/", import.meta.url));
const isShared = existsSync(shared);
const model = (name: string) => join(shared, "models", name);

/** The first photographs of the first classes, with the numbers of the classes as their names. */
function photographs(from: string, classes: number, each: number): string[] {
  const data = at(`${from}-${classes}`);
  const names = readdirSync(join(shared, "images", from))
    .sort()
    .slice(0, classes);
  for (const [index, name] of names.entries()) {
    const source = join(shared, "images", from, name);
    const files = readdirSync(source).sort().slice(0, each);
    for (const file of files) cpSync(join(source, file), join(data, String(index), file), { recursive: true });
  }
  return ["--data", data];
}

const few = ["--layers", "all", "--clusters", "5", "--threads", "1"];

describe(`networks of users${isShared ? "" : " (skipped: the shared models are not here)"}`, () => {
  it.skipIf(!isShared).each([
    ["MobileNet", "mobilenet_v1_0.25_224.onnx", "mobilenet_v1_0.25_224-tfjs", "imagenet-60", "tf"],
    ["TinyVGG", "tinyvgg.onnx", "tinyvgg-tfjs", "tiny-imagenet-10", "unit"],
  ])("%s has the same graphs from both formats on both engines", async (_, onnx, tfjs, images, preprocess) => {
    const common = [...photographs(images, 2, 2), "--preprocess", preprocess, ...few];
    const outOf = async (file: string, engine: string) => {
      const out = at(`${file}-${engine}`);
      await analyse("analyze", "--model", model(file), ...common, "--engine", engine, "--out", out);
      return out;
    };
    const reference = await outOf(onnx, "onnxruntime");
    for (const out of [await outOf(onnx, "tfjs"), await outOf(tfjs, "onnxruntime"), await outOf(tfjs, "tfjs")]) {
      const { concepts, layerDifference, pairDifference } = compareAnalyses(reference, out);
      expect(concepts[1]).toEqual(concepts[0]);
      expect(layerDifference).toBeLessThan(1e-4);
      expect(pairDifference).toBeLessThan(1e-4);
    }
  });

  it.skipIf(!isShared).each([
    ["MobileNetV2, nested as Teachable Machine saves it,", "teachable-machine-tfjs", 2],
    ["MnasNet, a graph model,", "mnasnet_a_0.35-tfjs-graph", 5],
  ])("%s has the same pairs on both engines, and they are complete", async (_, file, classes) => {
    const labels = at(`${file}.json`);
    writeFileSync(labels, JSON.stringify(Array.from({ length: classes }, (_, index) => String(index))));
    const words = ["--model", model(file), "--labels", labels, ...photographs("imagenet-60", classes, 1)];
    const [first, second] = [at(`${file}-onnxruntime`), at(`${file}-tfjs`)];
    await analyse("analyze", ...words, "--preprocess", "tf", ...few, "--out", first);
    await analyse("analyze", ...words, "--preprocess", "tf", ...few, "--engine", "tfjs", "--out", second);
    expect(compareAnalyses(first, second).pairDifference).toBeLessThan(1e-4);
    for (const { completenessResidual } of documentOf(second).segments) expect(completenessResidual).toBeLessThan(1e-2);
  });
});
