import { endpoints } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { createClient, ProblemError } from "./index.js";

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A client whose requests are kept and answered with `reply`. */
function recorded(reply: () => Response) {
  const sent: Sent[] = [];
  const client = createClient({
    baseUrl: "http://service.example/",
    token: "secret",
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { url, method, headers } = request;
      sent.push({ url, method, headers, body: await request.text() });
      return reply();
    },
  });
  return { client, sent };
}

const json =
  (value: unknown, init: ResponseInit = {}) =>
  () =>
    Response.json(value, init);

describe("createClient", () => {
  it("has a method for every endpoint", () => {
    expect(Object.keys(recorded(json({})).client).sort()).toEqual(Object.keys(endpoints).sort());
  });

  it("writes path, query, body and headers as the service reads them", async () => {
    const { client, sent } = recorded(json({}));
    await client.showNode({ params: { analysis: "a", class: "tabby cat", node: "conv/1/7" }, query: { view: "v" } });
    await client.createAnalysis({ body: { modelId: "m", datasetId: "d" }, idempotencyKey: "k" });
    await client.renameModel({ params: { model: "m" }, body: { name: "n" }, ifVersion: 3 });
    await client.uploadModel({ query: { name: undefined }, body: new TextEncoder().encode("bytes") });
    await client.listModels();
    expect(sent.map(({ method, url }) => `${method} ${url.replace("http://service.example", "")}`)).toEqual([
      "GET /api/analyses/a/graphs/tabby%20cat/nodes/conv%2F1%2F7?view=v",
      "POST /api/analyses",
      "PATCH /api/models/m",
      "POST /api/models",
      "GET /api/models",
    ]);
    expect(sent.map(({ body }) => body)).toEqual(["", '{"modelId":"m","datasetId":"d"}', '{"name":"n"}', "bytes", ""]);
    expect(sent.every(({ headers }) => headers.get("authorization") === "Bearer secret")).toBe(true);
    expect(sent[1].headers.get("idempotency-key")).toBe("k");
    expect(sent[2].headers.get("if-match")).toBe('"3"');
    expect(sent[3].headers.get("content-type")).toBe("application/octet-stream");
  });

  it("gives bytes and nothing where the table says so", async () => {
    const bytes = await recorded(() => new Response("RIFF")).client.showImage({
      params: { analysis: "a", image: "1" },
    });
    expect(new TextDecoder().decode(bytes)).toBe("RIFF");
    const nothing = recorded(() => new Response(null, { status: 204 })).client.deleteModel({ params: { model: "m" } });
    expect(await nothing).toBeUndefined();
  });

  it("gives events one by one, however they arrive in pieces, and ends the request with the iteration", async () => {
    const event = (done: number) => ({ status: "running", progress: null, skipped: done, error: null });
    const text = `data: ${JSON.stringify(event(1))}\n\n: still here\n\ndata: ${JSON.stringify(event(2))}\n\n`;
    let cancelled = false;
    const pieces = () =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          for (let i = 0; i < text.length; i += 7) controller.enqueue(new TextEncoder().encode(text.slice(i, i + 7)));
        },
        cancel() {
          cancelled = true;
        },
      });
    const events = await recorded(() => new Response(pieces())).client.watchAnalysis({ params: { analysis: "a" } });
    const seen: unknown[] = [];
    for await (const value of events) {
      seen.push(value);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual([event(1), event(2)]);
    expect(cancelled).toBe(true);
  });

  it("throws problems with code and message, and whatever else came", async () => {
    const problem = { type: "about:blank", title: "t", status: 503, code: "STORE_UNAVAILABLE", detail: "It is away" };
    const away = recorded(json(problem, { status: 503, headers: { "retry-after": "5" } })).client.listModels();
    await expect(away).rejects.toBeInstanceOf(ProblemError);
    await expect(away).rejects.toMatchObject({ message: "It is away", problem, retryAfter: 5 });
    const proxy = recorded(() => new Response("<html>", { status: 502 })).client.listModels();
    await expect(proxy).rejects.toThrow("502");
  });
});
