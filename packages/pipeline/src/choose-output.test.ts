import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { edgeMethods } from "@gipfel/contracts";
import { beforeAll, describe, expect, it } from "vitest";
import { type AnalysisOptions, defaultOptions } from "./analysis-options.js";
import { readClassGraph } from "./files/read-analysis.js";
import { inspectModel } from "./inspect-model.js";
import { prepareAnalysis } from "./prepare.js";
import { runAnalysis } from "./run-analysis.js";
import { type Head, writeClassifier, writeImages } from "./testing/write-subject.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gipfel-output-"));
});

async function subject(heads: readonly Head[], groups: readonly string[], labels: readonly string[] | null) {
  const root = await mkdtemp(join(folder, "set-"));
  const model = join(root, "model.onnx");
  await writeClassifier(model, heads);
  const data = await writeImages(
    join(root, "images"),
    groups.flatMap((group) => [`${group}/1.png`, `${group}/2.png`]),
  );
  const file = labels === null ? null : join(root, "labels.json");
  if (file !== null) await writeFile(file, JSON.stringify(labels));
  return { model, data, labels: file, preprocess: "unit" };
}

async function prepare(
  heads: readonly Head[],
  groups: readonly string[],
  labels: readonly string[] | null = null,
  given: Partial<AnalysisOptions> = {},
) {
  const paths = await subject(heads, groups, labels);
  return prepareAnalysis(paths, { ...defaultOptions, threads: 1, ...given });
}

const box: Head = { name: "box", classes: 4 };
const kind: Head = { name: "class", classes: 2 };
const real: Head = { name: "real", classes: 1, sigmoid: true };
const score: Head = { name: "score", classes: 1 };

describe("a network that takes bytes", () => {
  it("is given pixels as they are, and that is said", async () => {
    const paths = { ...(await subject([kind], ["a", "b"], null)), preprocess: null };
    await writeClassifier(paths.model, [kind], true);
    const { preprocessing, notices } = await prepareAnalysis(paths, { ...defaultOptions, threads: 1 });
    expect(preprocessing).toMatchObject({ name: "raw", assumed: true, values: { scale: 1 } });
    expect(notices).toContain("preprocessing raw is assumed for an input of 3×4×4 of uint8; --preprocess states it");
  });
});

describe("of several outputs", () => {
  it.each([
    ["folders", ["background", "face"], null],
    ["labels", ["face"], ["background", "face"]],
  ])("the one that fits %s is explained, and said", async (_, groups, labels) => {
    const { model, notices } = await prepare([box, kind], groups, labels);
    expect(model).toMatchObject({ output: "class", outputs: 2 });
    expect(notices).toContain("output class is explained, of box [N, 4], class [N, 2]; --target names another");
  });

  it("the first that fits is explained, or the one that is named", async () => {
    expect((await prepare([kind, { ...kind, name: "other" }], ["a", "b"])).model.output).toBe("class");
    const { model, notices } = await prepare([kind, { ...kind, name: "other" }], ["a", "b"], null, { target: "other" });
    expect(model.output).toBe("other");
    expect(notices.join()).not.toContain("--target");
  });

  it("all are listed where none fits", async () => {
    await expect(prepare([box, kind], ["a", "b", "c"])).rejects.toMatchObject({
      code: "LABELS_INVALID",
      message: expect.stringContaining("this is output box of box [N, 4], class [N, 2], and --target names another"),
    });
  });

  it("all are listed by inspection", async () => {
    const { model } = await subject([box, kind], ["a"], null);
    const options = { layers: "auto", baseline: "zero", edgeMethod: "integrated-gradients", target: null } as const;
    expect(await inspectModel(model, options)).toMatchObject({
      output: "box",
      heads: [
        { name: "box", shape: "[N, 4]", classes: 4 },
        { name: "class", shape: "[N, 2]", classes: 2 },
      ],
    });
  });
});

describe("one number and two classes", () => {
  it.each<[string, Head, string[], string[] | null]>([
    ["a sigmoid, in sorted order", real, ["fake", "real"], null],
    ["a sigmoid, in the order of labels", real, ["fake", "real"], ["fake", "real"]],
    ["a logit that labels are given for", score, ["fake", "real"], ["fake", "real"]],
  ])("are classes 0 and 1: %s", async (_, head, groups, labels) => {
    const { model, classes, notices } = await prepare([head], groups, labels);
    expect(model).toMatchObject({ outputs: 2, stripped: "sigmoid" });
    expect(classes.map(({ index, name }) => [index, name])).toEqual([
      [0, "fake"],
      [1, "real"],
    ]);
    expect(notices.join()).toContain(`--target ${head.name} explains the number itself`);
  });

  it("follow the labels, not the folders' order", async () => {
    const { classes } = await prepare([real], ["fake", "real"], ["real", "fake"]);
    expect(classes.map(({ index, name }) => [index, name])).toEqual([
      [1, "fake"],
      [0, "real"],
    ]);
  });

  it("are not assumed of a number of any meaning, which --target names", async () => {
    await expect(prepare([score], ["a", "b"])).rejects.toMatchObject({
      code: "LABELS_INVALID",
      message: expect.stringContaining("--target score explains it for each group"),
    });
    const { model, classes } = await prepare([score], ["a", "b", "c"], null, { target: "score" });
    expect(model.outputs).toBe(1);
    expect(classes.map(({ index }) => index)).toEqual([0, 0, 0]);
  });

  it.each(edgeMethods)("have graphs that are each other's negative on equal images: %s", async (edgeMethod) => {
    const paths = await subject([real], ["fake", "real"], null);
    const given = { ...defaultOptions, threads: 1, edgeMethod, layers: "all", clusters: 2 } as const;
    const out = join(await mkdtemp(join(folder, "out-")), "results");
    const { document } = await runAnalysis(await prepareAnalysis(paths, given), out, false, {});
    const [fake, positive] = await Promise.all(
      document.classes.map(async ({ id }) => (await readClassGraph(out, id)).edges),
    );
    const into = (edges: typeof fake) =>
      edges!
        .filter(({ target }) => target.startsWith("real.logit/"))
        .map(({ source, contribution }) => [source, contribution]);
    expect(into(positive)).toHaveLength(2);
    expect(into(fake)).toEqual(into(positive).map(([source, amount]) => [source, -(amount as number)]));
  });
});
