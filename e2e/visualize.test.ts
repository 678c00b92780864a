/** Pictures of concepts: with an analysis, and of it afterwards; the same bytes every time. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoModel } from "../packages/partworld/src/index.js";
import { demoArguments, drawImages } from "./testing/demo-data.js";
import { filesBelow, type Outcome, run } from "./testing/program.js";

const { model, labels } = demoModel();
let folder: string;
let analysis: string;
const at = (...parts: readonly string[]) => join(folder, ...parts);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gipfel-visualize-"));
  const data = await drawImages(folder, 2);
  analysis = at("analysis");
  const few = ["--layers", "block1", "--clusters", "2", "--pairs", "none"];
  expectSuccess(await run(...demoArguments(data, analysis, ...few, "--visualize")));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function expectSuccess({ code, stderr }: Outcome): void {
  if (code !== 0) throw new Error(stderr);
}

describe("pictures", () => {
  it("of every concept come with an analysis that asks for them", () => {
    const pictures = filesBelow(join(analysis, "visualisations"));
    expect(pictures).toEqual(["block1/0.png", "block1/1.png"]);
  });

  it("of the same concepts are the same when they are made afterwards", async () => {
    const words = ["--model", model, "--graph", analysis, "--threads", "1", "--batch", "1"];
    expectSuccess(await run("visualize", ...words, "--target", "block1/1", "--out", at("again.png")));
    expect(
      readFileSync(at("again.png")).equals(readFileSync(join(analysis, "visualisations", "block1", "1.png"))),
    ).toBe(true);
  });

  it("of a class and a neuron go into a folder", async () => {
    const words = ["--model", model, "--labels", labels, "--threads", "1", "--steps", "8"];
    expectSuccess(await run("visualize", ...words, "--target", "owl", "--target", "block1:3", "--out", at("two")));
    expect(filesBelow(at("two"))).toHaveLength(2);
  });

  it.each([
    [["--target", "yeti", "--out", "x.png"], /there is no target yeti/],
    [["--out", "x.png"], /--target/],
    [["--target", "owl", "--steps", "0", "--out", "x.png"], /--steps is 0/],
  ])("are refused in one line: %j", async (words, message) => {
    const { code, stderr } = await run("visualize", "--model", model, "--labels", labels, ...words);
    expect(code).toBe(2);
    expect(stderr.trim().split("\n").at(-1)).toMatch(message);
  });
});
