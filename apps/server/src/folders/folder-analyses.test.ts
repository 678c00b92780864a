/** Analysis folders of the command line, through the whole service. */
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StartedServer, startServer } from "../start-server.js";
import {
  smallAnalysis,
  smallGraph,
  smallView,
  temporaryFolder,
  writeAnalysisFolder,
} from "../testing/analysis-folder.js";
import { expectProblem } from "../testing/expect-problem.js";

let root: string;
let directory: string;
let server: StartedServer;

async function get(path: string, headers: Record<string, string> = {}, method = "GET") {
  const reply = await fetch(new URL(path, server.url), { headers, method });
  const bytes = Buffer.from(await reply.arrayBuffer());
  const body = bytes.toString("utf8");
  return {
    statusCode: reply.status,
    headers: Object.fromEntries(reply.headers),
    bytes,
    body,
    json: () => JSON.parse(body),
  };
}

beforeAll(async () => {
  root = await temporaryFolder();
  directory = await writeAnalysisFolder(root, "run");
  await mkdir(join(root, "state"));
  server = await startServer({ directories: [directory], host: "127.0.0.1", port: 0, state: join(root, "state") });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

const base = "/api/analyses/run";

describe("an analysis folder", () => {
  it("is listed with its classes", async () => {
    const { classes, model, dataset } = smallAnalysis();
    const [found] = (await get("/api/results")).json().items;
    expect(found).toMatchObject({ id: "run", classes });
    expect(found.model.name).toBe(model.name);
    expect(found.dataset).toEqual({ name: dataset.name, images: dataset.images });
    expect((await get("/api/analyses")).json().items[0]).toMatchObject({ id: "run", status: "finished" });
  });

  it("gives its document whole", async () => {
    expect((await get(`${base}/document`)).json()).toEqual(smallAnalysis());
  });

  it("gives graphs as written, and once only", async () => {
    const reply = await get(`${base}/graphs/ring`);
    expect(reply.json()).toEqual(smallGraph(0, "ring"));
    const again = await get(`${base}/graphs/ring`, { "if-none-match": `"other", W/${reply.headers.etag}` });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    expect((await get(`${base}/graphs/bar`)).headers.etag).not.toBe(reply.headers.etag);
  });

  it("gives graphs of its classes only", async () => {
    await writeFile(join(directory, "graphs", "stray.json"), JSON.stringify(smallGraph(2, "stray")));
    for (const name of ["stray", "..%2Fanalysis", "%2e%2e%2f%2e%2e%2fsecret"]) {
      expectProblem(await get(`${base}/graphs/${name}`), 404, "GRAPH_NOT_FOUND");
    }
    expectProblem(await get("/api/analyses/walk"), 404, "GRAPH_NOT_FOUND");
  });

  it("gives images by a number that exists, under a tag, not for ever", async () => {
    const reply = await get(`${base}/images/7`);
    expect(reply.headers["content-type"]).toBe("image/webp");
    expect(reply.bytes).toEqual(smallView);
    expect(reply.headers["cache-control"]).not.toContain("immutable");
    expect((await get(`${base}/images/7`, { "if-none-match": String(reply.headers.etag) })).statusCode).toBe(304);
    expectProblem(await get(`${base}/images/8`), 404, "IMAGE_NOT_FOUND");
    for (const name of ["cat", "-1", "7.5", "007", "..%2F7", "9".repeat(20)]) {
      expectProblem(await get(`${base}/images/${name}`), 400, "REQUEST_INVALID");
    }
  });

  it("that an earlier version made says so where it lacks a file", async () => {
    expectProblem(await get(`${base}/class-map`), 404, "GRAPH_NOT_FOUND");
    expectProblem(await get(`${base}/layers/input/activations`), 422, "LAYER_UNKNOWN");
  });

  it("gives patches by their box, under tags of their own", async () => {
    const patch = await get(`${base}/images/7?box=60,40,4,8`);
    expect([patch.statusCode, patch.headers["content-type"]]).toEqual([200, "image/webp"]);
    // Width and height, less one, of a WebP without loss: 14 bits each after its signature.
    const size = patch.bytes.readUInt32LE(21);
    expect([(size & 0x3fff) + 1, ((size >> 14) & 0x3fff) + 1]).toEqual([4, 8]);
    const etag = String(patch.headers.etag);
    expect((await get(`${base}/images/7?box=60,40,4,8`, { "if-none-match": etag })).statusCode).toBe(304);
    expect((await get(`${base}/images/7?box=60,40,4,7`)).headers.etag).not.toBe(etag);
    expectProblem(await get(`${base}/images/7?box=60,40,5,8`), 422, "OPTION_INVALID");
    expectProblem(await get(`${base}/images/7?box=0,0,0,8`), 400, "REQUEST_INVALID");
    await writeFile(join(directory, "images", "8.webp"), smallView.subarray(0, 20));
    expectProblem(await get(`${base}/images/8?box=0,0,1,1`), 507, "STORE_CORRUPT");
    await rm(join(directory, "images", "8.webp"));
  });

  it("gives nothing from outside the folder", async () => {
    await writeFile(join(root, "secret"), "secret");
    await symlink(join(root, "secret"), join(directory, "images", "9.webp"));
    expectProblem(await get(`${base}/images/9`), 404, "IMAGE_NOT_FOUND");
  });

  it("cannot be changed", async () => {
    for (const [method, path] of [
      ["POST", "/cancel"],
      ["POST", "/retry"],
      ["DELETE", ""],
      ["POST", "/graphs/ring/edge-images"],
    ]) {
      expectProblem(await get(base + path, {}, method), 409, "STATE_CONFLICT");
    }
  });
});
