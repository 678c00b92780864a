/** What users get wrong: exit code 2, one line that says what, and nothing written. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { demoModel } from "../packages/partworld/src/index.js";
import { drawImages } from "./testing/demo-data.js";
import { modelWith, operation } from "./testing/models.js";
import { npzOf } from "./testing/npz.js";
import { filesBelow, type Outcome, run, summaryOf } from "./testing/program.js";
import { mountSmall, resizeSmall, unmountSmall } from "./testing/small-disk.js";

const shared = fileURLToPath(new URL("../../shared/data/models/", import.meta.url));
const demo = demoModel();

let folder: string;
let images: string;
const at = (...parts: readonly string[]) => join(folder, ...parts);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gipfel-bad-"));
  images = await drawImages(folder, 1);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => rmSync(out(), { recursive: true, force: true }));

interface Given {
  readonly model?: string;
  readonly data?: string;
  readonly labels?: string | null;
  readonly more?: readonly string[];
}

const out = () => at("out");

function analyze({ model = demo.model, data = images, labels = demo.labels, more = [] }: Given): Promise<Outcome> {
  const pixels = data.endsWith(".npz") ? [] : ["--preprocess", demo.preprocessing];
  const files = ["--model", model, "--data", data, ...pixels];
  const named = labels === null ? [] : ["--labels", labels];
  return run("analyze", ...files, ...named, "--out", out(), "--threads", "1", ...more);
}

/** One line that matches, exit code 2, and no results. */
async function expectRefusal(given: Given, message: RegExp): Promise<void> {
  const { code, stderr } = await analyze(given);
  expect(stderr).toMatch(/^gipfel: [^\n]+\n$/);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
  expect(existsSync(out())).toBe(false);
}

/** A file made for one test. */
function file(name: string, content: string | Uint8Array): string {
  writeFileSync(at(name), content);
  return at(name);
}

/** A data set made for one test: class folders with copies of one image, or with the given files. */
function classFolders(name: string, classes: Readonly<Record<string, readonly string[]>>): string {
  const example = join(images, "cat", readdirSync(join(images, "cat"))[0]!);
  for (const [className, files] of Object.entries(classes)) {
    mkdirSync(at(name, className), { recursive: true });
    for (const image of files) copyFileSync(example, at(name, className, image));
  }
  return at(name);
}

describe("a model that cannot be used", () => {
  it("is missing", () => expectRefusal({ model: at("none.onnx") }, /none\.onnx does not exist.*--model/));

  it("is a folder of something else", () =>
    expectRefusal({ model: folder }, /is a folder without a model\.json: --model takes/));

  it("is empty", () => expectRefusal({ model: file("empty.onnx", "") }, /not an ONNX file/));

  it("is no ONNX file", () => expectRefusal({ model: file("text.onnx", "no model at all") }, /ONNX file/));

  it.each([0.3, 0.9])("is truncated to %d of its length", async (part) => {
    const bytes = readFileSync(demo.model);
    const model = file("truncated.onnx", bytes.subarray(0, Math.floor(bytes.length * part)));
    await expectRefusal({ model }, /truncated/);
  });

  it("has an operation that is not supported, which is named", async () => {
    await expectRefusal({ model: file("sine.onnx", modelWith([operation("Sin", ["x"], "y")])) }, /Sin/);
  });

  it("has an operation that does not exist, which is named", async () => {
    await expectRefusal({ model: file("odd.onnx", modelWith([operation("Frobnicate", ["x"], "y")])) }, /Frobnicate/);
  });

  it("is of an opset before the supported ones", async () => {
    await expectRefusal({ model: file("old.onnx", modelWith([operation("Relu", ["x"], "y")], 1)) }, /opset/);
  });

  const given = existsSync(shared);
  const skip = given ? "" : " (skipped: the shared models are not here)";
  it.skipIf(!given)(`is of opset 1, as exported${skip}`, () =>
    expectRefusal({ model: join(shared, "mnist-opset1.onnx"), labels: null }, /opset/),
  );
  it.skipIf(!given)(`is quantised to int8, as exported${skip}`, () =>
    expectRefusal({ model: join(shared, "shufflenet-int8.onnx"), labels: null }, /QLinearConv|QuantizeLinear|Conv/),
  );
});

describe("a data set that cannot be used", () => {
  it("is missing", () => expectRefusal({ data: at("none") }, /no file or folder.*none/));

  it("has no images", async () => {
    mkdirSync(at("nothing"));
    await expectRefusal({ data: at("nothing") }, /nothing/);
  });

  it("has an empty class folder", () =>
    expectRefusal({ data: classFolders("partly", { cat: ["a.png"], owl: [] }) }, /owl/));

  it("has images that can all not be read", async () => {
    const data = classFolders("broken", { cat: [] });
    writeFileSync(join(data, "cat", "a.png"), "no image");
    const { code, stderr } = await analyze({ data, more: ["--json"] });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^gipfel: [^\n]*no image[^\n]*\n$/)]);
    expect(existsSync(out())).toBe(false);
  });

  it("has folders that match no label", () =>
    expectRefusal({ data: classFolders("others", { alpha: ["a.png"], beta: ["a.png"] }) }, /alpha/));

  it("has arrays of another shape than the input", () =>
    expectRefusal({ data: file("mnist.npz", npzOf([2, 1, 28, 28], [0, 1])), labels: null }, /1, 28, 28.*3, 64, 64/));

  it("has array labels out of range", () =>
    expectRefusal({ data: file("range.npz", npzOf([2, 3, 64, 64], [0, 10])), labels: null }, /10/));

  it("has a manifest with a label out of range", async () => {
    const [image] = readdirSync(join(images, "cat"));
    const manifest = file("images.csv", `path,label\nimages/cat/${image},2\nimages/owl/${image},10\n`);
    await expectRefusal({ data: manifest, labels: null }, /10/);
  });

  it("has labels in a file that is not JSON", () =>
    expectRefusal({ labels: file("labels.json", "bus, car") }, /labels\.json/));

  it("has fewer labels than the network outputs", () =>
    expectRefusal({ labels: file("few.json", '["bus", "car"]') }, /10 outputs.*got 2/));
});

describe("an option that cannot be used", () => {
  it.each<[string, readonly string[], RegExp]>([
    ["an unknown option", ["--frobnicate"], /unknown option.*--frobnicate/],
    ["an unknown layer", ["--layers", "conv2,conv99"], /conv99.*conv2/],
    ["more clusters than any layer has neurons", ["--clusters", "999"], /999.*64/],
    ["no cluster", ["--clusters", "0"], /--clusters/],
    ["half a cluster", ["--clusters", "2.5"], /--clusters/],
    ["an unknown class", ["--classes", "cat,unicorn"], /unicorn/],
    ["batch 0", ["--batch", "0"], /--batch/],
    ["limit −1", ["--limit", "-1"], /--limit/],
    ["a limit that is no number", ["--limit", "many"], /--limit/],
    ["a tolerance of nothing", ["--tolerance", "0"], /--tolerance/],
    ["an unknown baseline", ["--baseline", "median"], /--baseline.*zero or mean/],
    ["an unknown device", ["--device", "abacus"], /abacus/],
    ["an unknown engine", ["--engine", "abacus"], /--engine/],
    ["an unknown target", ["--target", "nowhere"], /nowhere.*logits/],
  ])("%s", (_, more, message) => expectRefusal({ more }, message));

  it("a required option that is missing", async () => {
    const { code, stderr } = await run("analyze", "--model", demo.model, "--out", out());
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^gipfel: [^\n]*--data[^\n]*\n$/)]);
  });

  it("a folder for results that holds something else, which stays", async () => {
    mkdirSync(out());
    writeFileSync(join(out(), "mine.txt"), "mine");
    const { code, stderr } = await analyze({});
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^gipfel: [^\n]*not empty[^\n]*--out\n$/)]);
    expect(filesBelow(out())).toEqual(["mine.txt"]);
  });

  it("a file as folder for results, which stays", async () => {
    writeFileSync(out(), "mine");
    const { code, stderr } = await analyze({});
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^gipfel: [^\n]*--out[^\n]*\n$/)]);
    expect(readFileSync(out(), "utf8")).toBe("mine");
  });
});

describe("an unreadable image among good ones", () => {
  it("is skipped, counted and named", async () => {
    const data = classFolders("mixed", { cat: ["a.png", "b.png"], owl: ["a.png"] });
    writeFileSync(join(data, "cat", "broken.png"), "no image");
    const outcome = await analyze({ data, more: ["--json"] });
    expect(outcome.code).toBe(0);
    const skippedImages = [{ image: "cat/broken.png", reason: expect.stringMatching(/./) }];
    expect(summaryOf(outcome)).toMatchObject({ images: 3, skipped: 1, skippedImages });
    const document = JSON.parse(readFileSync(join(out(), "analysis.json"), "utf8"));
    expect(document).toMatchObject({
      skippedImages,
      classes: [
        { name: "cat", images: 2 },
        { name: "owl", images: 1 },
      ],
    });
  });
});

describe("a disk that is full", () => {
  it("ends the run with one line and nothing half-written; more room lets it go on", async ({ skip }) => {
    const place = at("small");
    const reason = mountSmall(place, 200);
    if (reason) skip(reason);
    try {
      const results = join(place, "results");
      const arguments_ = ["analyze", "--model", demo.model, "--data", images, "--labels", demo.labels];
      const options = ["--preprocess", demo.preprocessing, "--out", results, "--threads", "1", "--json"];
      const full = await run(...arguments_, ...options);
      expect([full.code, full.stderr]).toEqual([
        2,
        expect.stringMatching(/^gipfel: [^\n]*(ENOSPC|no space)[^\n]*\n$/i),
      ]);
      expect(filesBelow(results).filter((name) => name.endsWith(".unfinished"))).toEqual([]);
      expect(existsSync(join(results, "analysis.json"))).toBe(false);
      resizeSmall(place, 64 * 1024);
      expect((await run(...arguments_, ...options, "--resume")).code).toBe(0);
    } finally {
      unmountSmall(place);
    }
  });
});
