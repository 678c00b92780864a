import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "@gipfel/contracts";
import type { FastifyInstance } from "fastify";
import { Check } from "typebox/value";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "./create-app.js";
import { openAnalyses } from "./open-analyses.js";
import { smallAnalysis, smallGraph, temporaryFolder, writeAnalysisFolder } from "./testing/analysis-folder.js";

let root: string;
let directory: string;
let app: FastifyInstance;
const base = "/api/analyses/run";
const get = (url: string, headers = {}) => app.inject({ url, headers });

beforeAll(async () => {
  root = await temporaryFolder();
  directory = await writeAnalysisFolder(root, "run");
  const pageRoot = join(root, "page");
  await mkdir(join(pageRoot, "assets"), { recursive: true });
  await writeFile(join(pageRoot, "index.html"), "<title>page</title>");
  await writeFile(join(pageRoot, "assets", "app.js"), "1");
  app = createApp({ analyses: await openAnalyses([directory]), pageRoot, logger: false });
});
afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true });
});

/** The reply is a problem of this code and tells nothing about the machine. */
function expectProblem(reply: Awaited<ReturnType<typeof get>>, status: number, code: string): void {
  expect(reply.statusCode).toBe(status);
  expect(reply.headers["content-type"]).toMatch(/^application\/problem\+json/);
  const problem: unknown = reply.json();
  expect(Check(Problem, problem)).toBe(true);
  expect(problem).toMatchObject({ status, code });
  expect(reply.body).not.toContain(root);
  expect(reply.body).not.toMatch(/\bat .*:\d+:\d+/);
}

describe("analyses", () => {
  it("lists them with their classes", async () => {
    const { classes, model, dataset } = smallAnalysis();
    expect((await get("/api/analyses")).json()).toEqual({
      analyses: [
        { id: "run", model: { name: model.name }, dataset: { name: dataset.name, images: dataset.images }, classes },
      ],
    });
  });

  it("gives one whole", async () => {
    expect((await get(base)).json()).toEqual(smallAnalysis());
  });

  it("answers an unknown one with what there is", async () => {
    const reply = await get("/api/analyses/walk");
    expectProblem(reply, 404, "GRAPH_NOT_FOUND");
    expect(reply.json().detail).toContain("there are: run");
  });
});

describe("graphs", () => {
  it("come as written, and once only", async () => {
    const reply = await get(`${base}/graphs/ring`);
    expect(reply.json()).toEqual(smallGraph(0, "ring"));
    const etag = reply.headers.etag;
    expect(etag).toMatch(/^"[\w-]+"$/);
    const again = await get(`${base}/graphs/ring`, { "if-none-match": `"other", W/${etag}` });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe("");
    expect((await get(`${base}/graphs/bar`)).headers.etag).not.toBe(etag);
  });

  it("are those of the analysis only", async () => {
    await writeFile(join(directory, "graphs", "stray.json"), JSON.stringify(smallGraph(2, "stray")));
    for (const name of ["stray", "..%2Fanalysis", "%2e%2e%2f%2e%2e%2fsecret"]) {
      expectProblem(await get(`${base}/graphs/${name}`), 404, "GRAPH_NOT_FOUND");
    }
  });

  it("are refused when damaged", async () => {
    await writeFile(join(directory, "graphs", "bar.json"), '{"format":"gipfel-graph"');
    expectProblem(await get(`${base}/graphs/bar`), 422, "GRAPH_INVALID");
    await writeFile(join(directory, "graphs", "bar.json"), '{"format":"gipfel-graph"}');
    expectProblem(await get(`${base}/graphs/bar`), 422, "GRAPH_INVALID");
  });
});

describe("images", () => {
  it("come as WebP that may be kept", async () => {
    const reply = await get(`${base}/images/7`);
    expect(reply.headers["content-type"]).toBe("image/webp");
    expect(reply.body).toBe("stands for an image");
    expect(reply.headers["cache-control"]).toContain("max-age");
    expect((await get(`${base}/images/7`, { "if-none-match": reply.headers.etag })).statusCode).toBe(304);
  });

  it("are asked for by a number that exists", async () => {
    expectProblem(await get(`${base}/images/8`), 404, "GRAPH_NOT_FOUND");
    for (const name of ["cat", "-1", "7.5", "007", "..%2F7", "9".repeat(20)]) {
      expectProblem(await get(`${base}/images/${name}`), 400, "REQUEST_INVALID");
    }
  });

  it("never come from outside the folder", async () => {
    await writeFile(join(root, "secret"), "secret");
    await symlink(join(root, "secret"), join(directory, "images", "9.webp"));
    expectProblem(await get(`${base}/images/9`), 404, "GRAPH_NOT_FOUND");
  });
});

describe("page", () => {
  it("answers every address that is no file, and forbids what it does not need", async () => {
    for (const url of ["/", "/anything/else?class=ring"]) {
      const reply = await get(url);
      expect(reply.body).toBe("<title>page</title>");
      expect(reply.headers["cache-control"]).toBe("no-cache");
      expect(reply.headers["content-security-policy"]).toContain("default-src 'self'");
    }
    expect((await get("/assets/app.js")).headers["cache-control"]).toContain("immutable");
  });

  it("does not answer for missing files and routes", async () => {
    expectProblem(await get("/assets/gone.js"), 404, "ROUTE_NOT_FOUND");
    expectProblem(await get("/api/nothing"), 404, "ROUTE_NOT_FOUND");
    expectProblem(await app.inject({ method: "POST", url: "/" }), 404, "ROUTE_NOT_FOUND");
  });

  it("says how to build it where it is not built", async () => {
    const bare = createApp({ analyses: new Map(), pageRoot: join(root, "absent"), logger: false });
    const reply = await bare.inject({ url: "/" });
    expectProblem(reply, 404, "ROUTE_NOT_FOUND");
    expect(reply.json().detail).toContain("build");
    await bare.close();
  });
});
