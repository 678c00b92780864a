/** What HTTP adds to the service: keys, tags, limits, and streams that end. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { openService, type Service } from "@gipfel/service";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFolders } from "../folders/open-folders.js";
import { temporaryFolder, writeAnalysisFolder, writeDataRoot } from "../testing/analysis-folder.js";
import { expectProblem } from "../testing/expect-problem.js";
import { fakeApp } from "../testing/fake-app.js";
import { testJobProcess } from "../testing/job-process.js";
import { openApiDocument } from "../wire/open-api.js";
import { createHandlers } from "./index.js";

const modelBytes = 1000;
let root: string;
let service: Service;
let app: FastifyInstance;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeDataRoot(join(root, "data"));
  const folders = await openFolders([await writeAnalysisFolder(root, "run")]);
  const limits = { modelBytes };
  service = await openService({
    ...{ state: join(root, "state"), dataRoot: join(root, "data"), folders, limits },
    ...{ concurrency: 0, jobProcess: testJobProcess },
  });
  app = await fakeApp({ handlers: createHandlers(service, openApiDocument("1.2.3")) });
});
afterAll(async () => {
  await app.close();
  await service.close();
  await rm(root, { recursive: true });
});

const octets = { "content-type": "application/octet-stream" };
const upload = (payload: Buffer) =>
  app.inject({ method: "POST", url: "/api/models", query: { name: "some" }, headers: octets, payload });

describe("Idempotency-Key", () => {
  const register = (key: string, name: string) =>
    app.inject({
      method: "POST",
      url: "/api/datasets",
      headers: { "idempotency-key": key },
      payload: { path: "toys", name },
    });

  it("creates once, however often and however much at once it is asked", async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => register("first", "a")));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(replies.map(({ body }) => body)).size).toBe(1);
    expect((await app.inject({ url: "/api/datasets" })).json().items).toHaveLength(1);
  });

  it("belongs to one request", async () => {
    expect((await register("second", "a")).statusCode).toBe(201);
    expectProblem(await register("second", "b"), 409, "IDEMPOTENCY_CONFLICT");
    expect((await app.inject({ url: "/api/datasets" })).json().items).toHaveLength(2);
  });
});

describe("If-Match", () => {
  it("lets a change happen to what was seen, and to nothing else", async () => {
    const created = await upload(Buffer.from("no network"));
    expect(created.statusCode).toBe(201);
    const rename = (name: string, etag: unknown) =>
      app.inject({
        ...{ method: "PATCH", url: `/api/models/${created.json().id}` },
        ...{ headers: { "if-match": String(etag) }, payload: { name } },
      });
    const renamed = await rename("mine", created.headers.etag);
    expect([renamed.statusCode, renamed.json().name]).toEqual([200, "mine"]);
    expectProblem(await rename("yours", created.headers.etag), 412, "VERSION_CONFLICT");
    expect((await rename("yours", renamed.headers.etag)).statusCode).toBe(200);
  });
});

describe("uploads", () => {
  it("end at the limit of the service", async () => {
    expect((await upload(Buffer.alloc(modelBytes))).statusCode).toBe(201);
    expectProblem(await upload(Buffer.alloc(modelBytes + 1)), 413, "UPLOAD_TOO_LARGE");
  });
});

describe("lists", () => {
  it("come in pages that hold everything once", async () => {
    const all = (await app.inject({ url: "/api/datasets" })).json().items.map(({ id }: { id: string }) => id);
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: Record<string, string> = { limit: "1", ...(cursor && { cursor }) };
      const { items, next } = (await app.inject({ url: "/api/datasets", query })).json();
      seen.push(...items.map(({ id }: { id: string }) => id));
      cursor = next;
    }
    expect(seen).toEqual(all);
    expect(seen.length).toBeGreaterThan(1);
  });
});

describe("events", () => {
  it("of an analysis that has ended are one", async () => {
    const reply = await app.inject({ url: "/api/analyses/run/events" });
    expect(reply.headers["content-type"]).toContain("text/event-stream");
    expect(reply.body).toMatch(/^data: \{.*"status":"finished".*\}\n\n$/);
  });

  it("of an analysis that is none are a problem, before any stream begins", async () => {
    expectProblem(await app.inject({ url: "/api/analyses/walk/events" }), 404, "GRAPH_NOT_FOUND");
  });

  it("stop being watched when the client goes", async () => {
    let watched = 0;
    const watch = async (
      _id: string,
      tell: (state: { status: "running"; progress: null; skipped: number; error: null }) => void,
    ) => {
      watched++;
      tell({ status: "running", progress: null, skipped: 0, error: null });
      return () => {
        watched--;
      };
    };
    const analyses = { ...service.analyses, watch };
    const live = await fakeApp({ handlers: createHandlers({ ...service, analyses }, openApiDocument("1.2.3")) });
    const address = await live.listen({ host: "127.0.0.1", port: 0 });
    const client = new AbortController();
    const reply = await fetch(`${address}/api/analyses/run/events`, { signal: client.signal });
    const { value } = await reply.body!.getReader().read();
    expect(new TextDecoder().decode(value)).toContain('"status":"running"');
    expect(watched).toBe(1);
    client.abort();
    for (let i = 0; i < 100 && watched > 0; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(watched).toBe(0);
    await live.close();
  });
});

describe("access", () => {
  it("tells what the caller may do, and whether there is a data root", async () => {
    expect((await app.inject({ url: "/api/access" })).json()).toEqual({ role: "write", hasDataRoot: true });
    const reader = await fakeApp({
      handlers: createHandlers({ ...service, hasDataRoot: false }, openApiDocument("1.2.3")),
      access: { tokenNeeded: true, verify: async () => ({ id: "1", role: "read" }) },
    });
    const reply = await reader.inject({ url: "/api/access", headers: { authorization: "Bearer x" } });
    expect(reply.json()).toEqual({ role: "read", hasDataRoot: false });
    expectProblem(await reader.inject({ url: "/api/access" }), 401, "UNAUTHORIZED");
    await reader.close();
  });
});

describe("health", () => {
  it("is ready while database and queue answer, and says so", async () => {
    expect((await app.inject({ url: "/api/health/ready" })).json()).toEqual({ status: "ok", shape: "embedded" });
  });
});
