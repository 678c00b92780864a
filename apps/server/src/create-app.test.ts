import { rm } from "node:fs/promises";
import { type AddressInfo, connect } from "node:net";
import { brotliDecompressSync } from "node:zlib";
import { GipfelError } from "@gipfel/contracts";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "./testing/analysis-folder.js";
import { expectProblem } from "./testing/expect-problem.js";
import { fakeApp, writePage } from "./testing/fake-app.js";
import { fakeHandlers } from "./testing/fake-handlers.js";

let root: string;
let app: FastifyInstance;
const get = (url: string, headers = {}) => app.inject({ url, headers });

beforeAll(async () => {
  root = await temporaryFolder();
  app = await fakeApp({ pageRoot: await writePage(root) });
});
afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true });
});

describe("page", () => {
  it("answers every address that is no file, and forbids what it does not need", async () => {
    for (const url of ["/", "/anything/else?class=ring"]) {
      const reply = await get(url);
      expect(reply.body).toBe("<title>page</title>");
      expect(reply.headers["cache-control"]).toBe("no-cache");
      expect(reply.headers["content-security-policy"]).toContain("default-src 'self'");
      expect(reply.headers["x-content-type-options"]).toBe("nosniff");
    }
    expect((await get("/assets/app.js")).headers["cache-control"]).toContain("immutable");
  });

  it("is sent compressed to browsers that take it so, and goes for what it is", async () => {
    const { headers, rawPayload } = await get("/assets/app.js", { "accept-encoding": "gzip, br" });
    expect(headers).toMatchObject({ "content-encoding": "br", "content-type": expect.stringMatching(/javascript/) });
    expect(headers["cache-control"]).toContain("immutable");
    expect(headers.vary).toMatch(/accept-encoding/i);
    expect(brotliDecompressSync(rawPayload).toString()).toBe("1");
    expect((await get("/assets/app.js")).body).toBe("1");
  });

  it("does not answer for missing files and routes", async () => {
    expectProblem(await get("/assets/gone.js"), 404, "ROUTE_NOT_FOUND");
    expectProblem(await get("/api/nothing"), 404, "ROUTE_NOT_FOUND");
    expectProblem(await app.inject({ method: "POST", url: "/" }), 404, "ROUTE_NOT_FOUND");
    expectProblem(await app.inject({ method: "DELETE", url: "/api/models" }), 404, "ROUTE_NOT_FOUND");
  });

  it("says how to build it where it is not built", async () => {
    const bare = await fakeApp({ pageRoot: `${root}/absent` });
    const reply = await bare.inject({ url: "/" });
    expectProblem(reply, 404, "ROUTE_NOT_FOUND");
    expect(reply.json().detail).toContain("build");
    await bare.close();
  });
});

describe("what is no valid request", () => {
  const create = (payload: string | Buffer, headers = {}): InjectOptions => ({
    method: "POST",
    url: "/api/analyses",
    headers: { "content-type": "application/json", ...headers },
    payload,
  });

  it.each(["/api/models/%", "/api/models/%zz", `/api/models/${"a".repeat(5000)}`, "/api/models/a%00b"])(
    "is refused: %.40s",
    async (url) => {
      const reply = await get(url);
      expect([400, 404, 414]).toContain(reply.statusCode);
      expect(reply.headers["content-type"]).toMatch(/^application\/problem\+json/);
    },
  );

  it("is refused when a body is too large, nests too deep, or reaches for prototypes", async () => {
    expectProblem(await app.inject(create(`"${"a".repeat(5 * 2 ** 20)}"`)), 413, "REQUEST_TOO_LARGE");
    const deep = `{"modelId":${"[".repeat(500_000)}${"]".repeat(500_000)}}`;
    expectProblem(await app.inject(create(deep)), 400, "REQUEST_INVALID");
    const pollution = '{"modelId":"a","datasetId":"b","__proto__":{"admin":true}}';
    expectProblem(await app.inject(create(pollution)), 400, "REQUEST_INVALID");
  });

  it("is told what was expected and what arrived", async () => {
    const reply = await app.inject(create('{"modelId":"a","datasetId":"b","settings":{"tolerance":7}}'));
    expectProblem(reply, 400, "REQUEST_INVALID");
    expect(reply.json().detail).toMatch(/body: \/settings\/tolerance: expected .*, got 7/);
  });

  it("has conditions and keys that are some", async () => {
    expectProblem(await app.inject(create("{}", { "idempotency-key": "a b" })), 400, "REQUEST_INVALID");
    const rename = { method: "PATCH", url: "/api/models/a", payload: { name: "b" } } as const;
    expectProblem(await app.inject({ ...rename, headers: { "if-match": "yesterday's" } }), 400, "REQUEST_INVALID");
  });
});

describe("what is no HTTP", () => {
  it("is answered by a problem all the same", async () => {
    const listening = await fakeApp();
    await listening.listen({ host: "127.0.0.1", port: 0 });
    const { port } = listening.server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1").setEncoding("utf8");
    socket.write("garbage\r\n\r\n");
    let text = "";
    for await (const part of socket) text += part;
    const [head, body] = text.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json/s);
    expect(JSON.parse(body)).toMatchObject({ status: 400, code: "REQUEST_INVALID" });
    await listening.close();
  });
});

describe("errors behind the endpoints", () => {
  const failing = async (error: Error) => {
    const { handlers } = fakeHandlers();
    const showModel = async () => {
      throw error;
    };
    const failingApp = await fakeApp({ handlers: { ...handlers, showModel } });
    const reply = await failingApp.inject({ url: "/api/models/a" });
    await failingApp.close();
    return reply;
  };

  it("keep code and message where they are of the catalogue", async () => {
    const reply = await failing(new GipfelError("MODEL_NOT_FOUND", "There is no model a"));
    expectProblem(reply, 404, "MODEL_NOT_FOUND");
    expect(reply.json().detail).toBe("There is no model a");
  });

  it.each(["STORE_UNAVAILABLE", "QUEUE_UNAVAILABLE"] as const)("say when to ask again: %s", async (code) => {
    const reply = await failing(new GipfelError(code, "10.0.0.7:6379 (ECONNREFUSED)"));
    expectProblem(reply, 503, code);
    expect(reply.body).not.toContain("10.0.0.7");
    expect(Number(reply.headers["retry-after"])).toBeGreaterThan(0);
  });

  it("say nothing of what they are otherwise", async () => {
    const reply = await failing(new Error("/root/secret/file"));
    expectProblem(reply, 500, "INTERNAL");
    expect(reply.body).not.toContain("secret");
  });
});

describe("entity tags", () => {
  it("let a client keep what has not changed", async () => {
    for (const url of ["/api/health/live", "/api/analyses/a/images/7"]) {
      const first = await get(url);
      expect(first.headers.etag).toMatch(/^"[\w.-]+"$/);
      const again = await get(url, { "if-none-match": `"other", W/${first.headers.etag}` });
      expect([again.statusCode, again.body]).toEqual([304, ""]);
    }
  });

  it("carry the version that a change is conditional on", async () => {
    const { handlers, calls } = fakeHandlers();
    const versioned = await fakeApp({ handlers });
    const shown = await versioned.inject({ url: "/api/models/a" });
    const { version } = shown.json();
    const rename = { method: "PATCH", url: "/api/models/a", payload: { name: "b" } } as const;
    await versioned.inject({ ...rename, headers: { "if-match": String(shown.headers.etag) } });
    await versioned.inject(rename);
    expect(calls.slice(-2).map(({ call }) => call.version)).toEqual([version, undefined]);
    await versioned.close();
  });
});

describe("beside the API", () => {
  it("every reply has the id of its request, taken over where it is one", async () => {
    expect((await get("/api/models")).headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect((await get("/", { "x-request-id": "given-by-proxy" })).headers["x-request-id"]).toBe("given-by-proxy");
    expect((await get("/", { "x-request-id": "a\tb c" })).headers["x-request-id"]).not.toContain("b c");
  });

  it("problems have that id too, and the log what was changed under it", async () => {
    const lines: Record<string, unknown>[] = [];
    const logging = { level: "info", stream: { write: (line: string) => void lines.push(JSON.parse(line)) } };
    const logged = await fakeApp({}, logging);
    const headers = { "x-request-id": "given-by-proxy" };
    const problem = await logged.inject({ url: "/api/nowhere", headers });
    expect(problem.json()).toMatchObject({ code: "ROUTE_NOT_FOUND", requestId: "given-by-proxy" });
    const cancelled = await logged.inject({ method: "POST", url: "/api/analyses/some/cancel", headers });
    const { id } = cancelled.json();
    expect(lines).toContainEqual(
      expect.objectContaining({ reqId: "given-by-proxy", endpoint: "cancelAnalysis", analysis: "some", id }),
    );
    await logged.close();
  });

  it("metrics count requests by route, durations, jobs, and the lag of the event loop", async () => {
    await get("/api/models/some-model");
    const { body, headers } = await get("/metrics");
    expect(headers["content-type"]).toContain("text/plain");
    expect(body).toMatch(/gipfel_http_requests_total\{method="GET",route="\/api\/models\/:model",status="200"\} \d+/);
    expect(body).toContain('gipfel_http_request_duration_seconds_count{method="GET",route="/api/models/:model"}');
    expect(body).toContain('gipfel_jobs{state="waiting"} 2');
    expect(body).toContain("nodejs_eventloop_lag_seconds");
  });

  it("docs come from here alone", async () => {
    const page = await get("/docs/");
    expect(page.statusCode).toBe(200);
    const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source);
    expect(sources.length).toBeGreaterThan(2);
    for (const source of sources) {
      const url = new URL(source, "http://service/docs/");
      expect(url.host).toBe("service");
      expect((await get(url.pathname)).statusCode).toBe(200);
    }
    // Nothing inline: the policy would forbid it.
    expect(page.body).not.toMatch(/<script(?![^>]*src=)/);
    expect((await get("/docs/json")).json().openapi).toBe("3.1.0");
  });

  it("no other site is let in", async () => {
    const reply = await get("/api/models", { origin: "http://elsewhere.example" });
    expect(reply.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("who asks too much is told when to ask again", async () => {
    const strict = await fakeApp({ rateLimit: { requestsPerMinute: 3 } });
    for (let i = 0; i < 3; i++) expect((await strict.inject({ url: "/api/models" })).statusCode).toBe(200);
    const reply = await strict.inject({ url: "/api/models" });
    expectProblem(reply, 429, "TOO_MANY_REQUESTS");
    expect(Number(reply.headers["retry-after"])).toBeGreaterThan(0);
    await strict.close();
  });
});
