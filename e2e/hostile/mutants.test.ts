/**
 * Sound files with bytes changed at random: whatever reads them succeeds or throws an error of the catalogue, and never
 * another one. The seed of a failure is in its message.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GipfelError, type Model } from "../../packages/contracts/src/index.js";
import { loadImage, openDataset, presets } from "../../packages/dataset/src/index.js";
import { importModel } from "../../packages/network/src/index.js";
import { demoModel } from "../../packages/partworld/src/index.js";
import { makeZip } from "../../packages/service/src/testing/make-zip.js";
import { unpackZip } from "../../packages/service/src/zip/unpack-zip.js";
import { npzOf } from "../testing/npz.js";
import { header, npy, npz, zeros } from "./testing/compressed-arrays.js";
import { expectDiscreet } from "./testing/expect-problem.js";
import { type HostileServer, startHostileServer, uploadModel } from "./testing/hostile-server.js";
import { mutant, randomFrom } from "./testing/mutate.js";
import { convolution } from "./testing/onnx-model.js";
import { soundPictures } from "./testing/sound-pictures.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gipfel-mutants-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tfjs = (name: string) =>
  readFile(fileURLToPath(new URL(`../../packages/network/fixtures/tfjs/sequential/${name}`, import.meta.url)));

interface Subject {
  readonly what: string;
  readonly count: number;
  /** Bytes at the beginning that most mutations hit. */
  readonly weight: number;
  readonly sound: () => Uint8Array | Promise<Uint8Array>;
  readonly read: (bytes: Buffer) => Promise<unknown>;
}

/** Writes what is to be read into a file of this name. */
async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

const readPicture = (extension: string) => async (bytes: Buffer) => {
  await file(`${extension}/cat/1.${extension}`, bytes);
  const dataset = await openDataset(join(folder, extension));
  const [image] = dataset.groups.flatMap(({ images }) => images);
  await loadImage(dataset, image!, presets.unit.for([3, 16, 16]), [3, 16, 16]);
};

const subjects: readonly Subject[] = [
  {
    what: "the demo's ONNX file",
    ...{ count: 150, weight: 3000, sound: () => readFile(demoModel().model) },
    read: async (bytes) => importModel(await file("demo.onnx", bytes)),
  },
  {
    what: "a small ONNX file",
    ...{ count: 250, weight: 2000, sound: () => convolution({ strides: [1, 1], pads: [1, 1, 1, 1] }) },
    read: async (bytes) => importModel(await file("small.onnx", bytes)),
  },
  {
    what: "the model.json of a TensorFlow.js model",
    ...{ count: 300, weight: 2300, sound: () => tfjs("model.json") },
    read: async (bytes) => {
      await file("tfjs/weights.bin", await tfjs("weights.bin"));
      await importModel(await file("tfjs/model.json", bytes));
    },
  },
  { what: "a PNG", count: 150, weight: 100, sound: () => soundPictures.png, read: readPicture("png") },
  { what: "a JPEG", count: 150, weight: 200, sound: () => soundPictures.jpeg, read: readPicture("jpg") },
  { what: "a WebP", count: 100, weight: 60, sound: () => soundPictures.webp, read: readPicture("webp") },
  { what: "a GIF", count: 100, weight: 60, sound: () => soundPictures.gif, read: readPicture("gif") },
  {
    what: "an .npz",
    ...{ count: 300, weight: 300, sound: () => npzOf([2, 1, 2, 2], [0, 1]) },
    read: async (bytes) => openDataset(await file("arrays.npz", bytes)),
  },
  {
    what: "a compressed .npz",
    ...{ count: 200, weight: 300 },
    sound: () => npz(npy(header("1, 1, 8, 8"), zeros(64))),
    read: async (bytes) => openDataset(await file("arrays.npz", bytes)),
  },
  {
    what: "a zip",
    ...{ count: 300, weight: 400 },
    sound: () => makeZip(["a/1.png", "b/2.png"].map((name) => ({ name, content: soundPictures.png }))),
    read: async (bytes) => {
      const to = join(folder, "unpacked");
      const refuse = (problem: string) => new GipfelError("DATASET_INVALID", problem);
      const options = { limits: { entries: 10, bytes: 1e6 }, accepts: () => true, refuse };
      await unpackZip(await file("a.zip", bytes), to, options).finally(() => rm(to, { recursive: true, force: true }));
    },
  },
];

describe("mutants, read directly", () => {
  it.each([...subjects])("of $what", { timeout: 600_000 }, async ({ what, count, weight, sound, read }) => {
    const bytes = await sound();
    await read(Buffer.from(bytes));
    let refused = 0;
    for (let seed = 1; seed <= count; seed += 1) {
      const error = await read(mutant(bytes, randomFrom(seed), weight)).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) continue;
      refused += 1;
      if (!(error instanceof GipfelError) || error.status >= 500) {
        throw new Error(`seed ${seed} of ${what} gives no error that blames the file`, { cause: error });
      }
      expect(error.message, `seed ${seed}`).not.toContain("\n");
    }
    expect(refused).toBeGreaterThan(count / 10);
  });
});

describe("mutants, through the service", () => {
  let server: HostileServer;
  beforeAll(async () => {
    server = await startHostileServer({ concurrency: 2 });
  });
  afterAll(() => server.close());

  it("are ready or refused, and leave nothing behind", { timeout: 300_000 }, async () => {
    const bytes = await readFile(demoModel().model);
    const seeds = Array.from({ length: 24 }, (_, i) => 5000 + i);
    const models = await Promise.all(
      seeds.map((seed) => uploadModel(server, mutant(bytes, randomFrom(seed), 3000)).catch((error: unknown) => error)),
    );
    for (const model of models as Model[]) {
      expect(["ready", "refused"]).toContain(model.status);
      if (model.error === null) continue;
      expect(model.error.code).toMatch(/^MODEL_/);
      expectDiscreet(model.error.message);
    }
    expect(await server.leftovers()).toEqual([]);
  });
});
