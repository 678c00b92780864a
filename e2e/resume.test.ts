/** Runs that are killed, interrupted or repeated: nothing half-written, and nothing lost or changed by going on. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { demoArguments, drawImages } from "./testing/demo-data.js";
import { filesBelow, fingerprint, type Outcome, run, start } from "./testing/program.js";

/** Layers with another between them, so that edges are integrated in a pass of their own. */
const options = [
  "--layers",
  "block1,conv3,conv4",
  "--classes",
  "bus,cat,owl,tree",
  "--clusters",
  "4",
  "--tolerance",
  "0.1",
];
const classes = 4;
const draftEnding = ".unfinished";

let folder: string;
let data: string;
let expected: Record<string, string>;
let out: string;
let runs = 0;

const analysis = (...more: readonly string[]) => demoArguments(data, out, ...options, ...more);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gipfel-resume-"));
  data = await drawImages(folder, 2);
  out = join(folder, "undisturbed");
  const { code, stderr } = await run(...analysis());
  if (code !== 0) throw new Error(stderr);
  expected = fingerprint(out);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  runs += 1;
  out = join(folder, `run${runs}`);
});

/** Whole files in a folder of the results. */
const count = (...path: readonly string[]) => {
  const place = join(out, ...path);
  return existsSync(place) ? readdirSync(place).filter((name) => !name.endsWith(draftEnding)).length : 0;
};

/** Sends a signal as soon as `reached` holds. */
async function signalWhen(
  signal: NodeJS.Signals,
  reached: () => boolean,
  ...more: readonly string[]
): Promise<Outcome> {
  const { process: program, outcome } = start(...analysis(...more));
  while (!reached() && program.exitCode === null) await sleep(1);
  program.kill(signal);
  return outcome;
}

function expectUndisturbed(): void {
  expect(filesBelow(out).filter((name) => name.endsWith(draftEnding))).toEqual([]);
  expect(existsSync(join(out, ".work"))).toBe(false);
  expect(fingerprint(out)).toEqual(expected);
}

describe("a run that is killed", () => {
  it.each<[string, () => boolean]>([
    ["after one shard", () => count(".work", "collect") >= 1],
    ["after three shards", () => count(".work", "collect") >= 3],
    ["while it finds concepts", () => count(".work", "collect") === classes],
    ["when it has the concepts", () => existsSync(join(out, ".work", "concepts.json"))],
    ["after one shard of edges", () => count(".work", "edges") >= 1],
    ["after three shards of edges", () => count(".work", "edges") >= 3],
    ["after one graph", () => count("graphs") >= 1],
    ["while it draws images", () => count("images") >= 1],
  ])("%s goes on with --resume to the same bytes", async (_, reached) => {
    const killed = await signalWhen("SIGKILL", reached);
    expect(killed.signal).toBe("SIGKILL");
    expect((await run(...analysis("--resume"))).code).toBe(0);
    expectUndisturbed();
  });

  it("twice, in different phases, goes on to the same bytes", async () => {
    await signalWhen("SIGKILL", () => count(".work", "collect") >= 2);
    await signalWhen("SIGKILL", () => count(".work", "edges") >= 2, "--resume");
    expect((await run(...analysis("--resume"))).code).toBe(0);
    expectUndisturbed();
  });

  it("is not gone on with unless asked, nor with other options", async () => {
    await signalWhen("SIGKILL", () => count(".work", "collect") >= 1);
    const before = fingerprint(out);
    const unasked = await run(...analysis());
    expect(unasked).toMatchObject({ code: 2, stderr: expect.stringMatching(/^gipfel: .*--resume.*\n$/) });
    const other = await run(...analysis("--resume", "--seed", "3"));
    expect(other).toMatchObject({ code: 2, stderr: expect.stringMatching(/^gipfel: .*(options).*--out\n$/) });
    expect(fingerprint(out)).toEqual(before);
  });
});

describe("a run that is interrupted", () => {
  it.each<[string, () => boolean]>([
    ["during collection", () => count(".work", "collect") >= 1],
    ["during the edges", () => count(".work", "edges") >= 1],
  ])("%s says so in one line, leaves nothing half-written, and goes on", async (_, reached) => {
    const interrupted = await signalWhen("SIGINT", reached, "--json");
    expect(interrupted).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^gipfel: interrupted.*--resume.*\n$/),
    });
    expect(filesBelow(out).filter((name) => name.endsWith(draftEnding))).toEqual([]);
    expect(existsSync(join(out, "analysis.json"))).toBe(false);
    expect((await run(...analysis("--resume"))).code).toBe(0);
    expectUndisturbed();
  });
});

describe("a finished analysis", () => {
  it("is left as it is, with --resume and without", async () => {
    expect((await run(...analysis())).code).toBe(0);
    expectUndisturbed();
    expect((await run(...analysis("--resume"))).code).toBe(0);
    const again = await run(...analysis());
    expect(again).toMatchObject({ code: 2, stderr: expect.stringMatching(/^gipfel: .*finished.*\n$/) });
    expectUndisturbed();
  });
});
