/** Hostile data sets, through the whole service: archives, images, arrays and manifests. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../packages/contracts/src/index.js";
import { makeZip } from "../../packages/service/src/testing/make-zip.js";
import { archives } from "./cases/archives.js";
import { arrays } from "./cases/arrays.js";
import { manifests } from "./cases/manifests.js";
import { pictures } from "./cases/pictures.js";
import { expectProblem } from "./testing/expect-problem.js";
import { type Answer, type HostileServer, startHostileServer } from "./testing/hostile-server.js";
import { soundPictures } from "./testing/sound-pictures.js";

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer({ concurrency: 0 });
});
afterAll(() => server.close());

const upload = (zip: Uint8Array): Promise<Answer> =>
  server.request("POST", "/api/datasets/upload", zip, "application/zip");
const register = (path: string): Promise<Answer> => server.request("POST", "/api/datasets", JSON.stringify({ path }));

async function expectNothingLeft(): Promise<void> {
  expect(JSON.parse((await server.request("GET", "/api/datasets")).text)).toMatchObject({ items: [] });
  expect(await server.leftovers()).toEqual([]);
  expect(await server.artifacts()).toEqual([]);
}

describe("an archive with", () => {
  it.each([...archives])("$what", async ({ make, says }) => {
    expectProblem(await upload(make()), "DATASET_INVALID", says);
    await expectNothingLeft();
  });

  it("a program", async () => {
    const zip = makeZip([{ name: "cat/run.sh", content: "#!/bin/sh" }]);
    expectProblem(await upload(zip), "DATASET_INVALID", /cat\/run.sh.*neither an image nor a manifest/);
    await expectNothingLeft();
  });

  it.each([["nothing", makeZip([])]])("%s", async (_, zip) => {
    expectProblem(await upload(zip), "DATASET_EMPTY", /no images/);
    await expectNothingLeft();
  });

  it("no bytes at all", async () => {
    expectProblem(await upload(Buffer.alloc(0)), "DATASET_INVALID", /no ZIP/);
    await expectNothingLeft();
  });

  it("a manifest that lists files outside of it", async () => {
    const zip = makeZip([{ name: "images.csv", content: "path,label\n../../store.db,0\n" }]);
    expectProblem(await upload(zip), "DATASET_INVALID", /leaves the manifest's folder/);
    await expectNothingLeft();
  });
});

describe("an image that is", () => {
  it.each([...pictures])("$what", async ({ make, says }) => {
    const zip = makeZip([
      { name: "cat/0.png", content: soundPictures.png },
      { name: "cat/1.png", content: Buffer.from(make()), claims: { method: 8 } },
    ]);
    const answer = await upload(zip);
    if (answer.status !== 201) {
      // Compressed so well that the archive is refused for it.
      expectProblem(answer, "DATASET_INVALID", /200 to 1/);
      return expectNothingLeft();
    }
    const { id } = JSON.parse(answer.text) as Dataset;
    const thumbnail = (image: number) => server.request("GET", `/api/datasets/${id}/images/${image}`);
    expectProblem(await thumbnail(1), "IMAGE_UNREADABLE", says);
    expect(await thumbnail(0)).toMatchObject({ status: 200, type: "image/webp" });
    expect((await server.request("DELETE", `/api/datasets/${id}`)).status).toBe(204);
  });
});

describe("an array file with", () => {
  it.each([...arrays])("$what", async ({ make, says }) => {
    await writeFile(join(server.dataRoot, "arrays.npz"), await make());
    expectProblem(await register("arrays.npz"), "DATASET_INVALID", says);
  });
});

describe("a manifest with", () => {
  it.each([...manifests])("$what", async ({ make, file, says }) => {
    await mkdir(join(server.dataRoot, "manifest"), { recursive: true });
    await writeFile(join(server.dataRoot, "manifest", "a.png"), soundPictures.png);
    await writeFile(join(server.dataRoot, "manifest", file), make());
    expectProblem(await register(`manifest/${file}`), "DATASET_INVALID", says);
  });
});
